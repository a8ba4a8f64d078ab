/** What is wrong with rules, where, and whether they can be proposed all the same. `facts` are for the sentence. */
export interface RuleFault {
  path: string;
  code: string;
  level: 'error' | 'warning';
  facts: Record<string, string | number>;
}

export const fault = (path: string, code: string, facts: RuleFault['facts'] = {}, level: RuleFault['level'] = 'error'): RuleFault => ({
  path,
  code,
  level,
  facts,
});

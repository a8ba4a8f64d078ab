/** Texts with gaps: `{fact}`, and parts in square brackets that fall away when a fact they name is missing. */
export type Facts = Readonly<Record<string, string | number | undefined>>;

const GAP = /\{([^{}\s]+)\}/g;

/** Names of the facts a template asks for, each as often as it stands there. */
export const gapsIn = (template: string): string[] => [...template.matchAll(GAP)].map(([, name]) => name ?? '');

/** The template without those bracketed parts that name a missing fact, the innermost first; the other parts lose their brackets. */
export function withoutMissing(template: string, facts: Facts): string {
  let kept = template;
  for (let before = ''; kept !== before;) {
    before = kept;
    kept = kept.replace(/\[([^[\]]*)\]/g, (_, part: string) => (gapsIn(part).every((name) => facts[name] !== undefined) ? part : ''));
  }
  return kept;
}

/** The template with the facts filled in; a missing one stays as it is written, or becomes what `missing` makes of its name. */
export const filled = (template: string, facts: Facts, missing?: (name: string) => string): string =>
  template.replace(GAP, (gap, name: string) => String(facts[name] ?? missing?.(name) ?? gap));

/** The same where every fact must be known. Throws an Error that names the template and the missing fact. */
export const filledWhole = (template: string, facts: Facts): string =>
  filled(template, facts, (name) => {
    throw new Error(`The text “${template}” needs ${name}`);
  });

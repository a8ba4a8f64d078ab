/** The rules of scoring as the API gives them: numbers by path, `selfFound.light`, `tiers.0.from`. */
export type Rules = { [key: string]: Rules | Rules[] | number | string | string[] | null };

type Inside = Record<string, unknown>;
export const valueAt = (rules: Rules, path: string): number | undefined => {
  const found = path.split('.').reduce<unknown>((at, key) => (at as Inside | undefined)?.[key], rules);
  return typeof found === 'number' ? found : undefined;
};

/** The rules with one number changed; what follows from b by law of the table follows. */
export function withValue(rules: Rules, path: string, value: number): Rules {
  const copy = JSON.parse(JSON.stringify(rules)) as Inside;
  const keys = path.split('.');
  const last = keys.pop()!;
  const at = keys.reduce<Inside>((inner, key) => inner[key] as Inside, copy);
  at[last] = value;
  if (path === 'commissionProven') copy['untrueProven'] = 2 * value;
  return copy as Rules;
}

export const groupOf = (path: string): string => (path.startsWith('index.') ? 'index' : path.startsWith('tiers.') ? 'tiers' : 'points');

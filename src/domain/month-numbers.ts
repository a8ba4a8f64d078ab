/** A number as a snapshot keeps it: rounded half away from zero to so many decimals, so that equal counts give equal bytes everywhere. */
export function canonicalNumber(value: number, decimals = 6): number {
  const factor = 10 ** decimals;
  const rounded = Math.round(Math.abs(value) * factor * (1 + Number.EPSILON)) / factor;
  return rounded === 0 ? 0 : value < 0 ? -rounded : rounded;
}

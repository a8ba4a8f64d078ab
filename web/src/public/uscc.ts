const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Whether the last character of a unified social credit code agrees with the first 17 (GB 32100-2015, weights 3^i mod 31). */
export function usccAgrees(text: string): boolean {
  const values = [...text.replace(/[\s-]/g, '').toUpperCase()].map((character) => ALPHABET.indexOf(character));
  if (values.length !== 18 || values.includes(-1)) return false;
  let weight = 1;
  let sum = 0;
  for (const value of values.slice(0, 17)) {
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return (31 - (sum % 31)) % 31 === values[17];
}

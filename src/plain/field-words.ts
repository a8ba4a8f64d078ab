import type { Said } from './words.zh-CN.js';

type FormWords = Pick<Said, 'file' | 'errors'>;

/** The fields of the public form by the names the server gives them, as the form calls them. */
export const labelsOf = ({ file }: Pick<FormWords, 'file'>): Record<string, string> => ({
  kind: file.kind,
  categoryCode: file.category,
  title: file.subject,
  description: file.description,
  accusedDepartmentCode: file.department,
  occurredAt: file.when,
  region: file.region,
  address: file.address,
  amountInvolved: file.amount,
  visits: file.visits,
  namedOfficial: file.official,
  basisShown: file.basis,
  receiptGiven: file.receipt,
  size: file.size,
  origin: file.origin,
  anonymous: file.who,
  name: file.name,
  phone: file.phone,
  email: file.email,
  organisation: file.organisation,
  uscc: file.uscc,
  consentToBeNamed: file.consent,
});

/** The server's refusal of a field in words to the citizen. */
export function fieldProblem(said: FormWords, field: string, code: string): string {
  const label = labelsOf(said)[field] ?? field;
  if (code === 'required') return said.errors.required(label);
  if (code === 'too-long') return said.errors.tooLong(label);
  if (code === 'too-short') return said.errors.tooShort;
  return said.errors.invalid(label);
}

import { computed, reactive, watch } from 'vue';
import type { Category, Complaint } from './api';
import { memory } from '../memory';
import { pathTo } from './reference';

/** The complaint being written. The first step is kept on the device; who the person is never is. */

const KEY = 'draft';

/** In the order in which a person tells a matter. */
export type KindChoice = Complaint['kind'];
export const KIND_CHOICES: readonly KindChoice[] = ['complaint', 'report', 'help', 'consultation', 'suggestion', 'praise'];

const blankWhat = () => ({
  kind: 'complaint' as KindChoice,
  categoryCode: '',
  title: '',
  description: '',
  accusedDepartmentCode: '',
  occurredAt: '',
  region: '',
  address: '',
  amountInvolved: '',
  visits: '',
  namedOfficial: '',
  aboutCommissionHead: '',
  basisShown: '',
  receiptGiven: '',
});
const blankWho = () => ({
  anonymous: undefined as boolean | undefined,
  name: '',
  phone: '',
  email: '',
  organisation: '',
  uscc: '',
  size: '' as NonNullable<Complaint['size']> | '',
  origin: '' as NonNullable<Complaint['origin']> | '',
  consent: false,
});

export type What = ReturnType<typeof blankWhat>;
export type Who = ReturnType<typeof blankWho>;

/** One key for one draft: however often it is sent, it is filed once. */
function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function restore(): { what: What; key: string; found: boolean } {
  try {
    const kept = JSON.parse(memory.get(KEY) ?? '') as { what: Partial<What>; key: string };
    const what = { ...blankWhat(), ...kept.what };
    if (KIND_CHOICES.includes(what.kind)) return { what, key: kept.key || freshKey(), found: !!(what.description || what.title) };
  } catch {
    // No draft, or one from an older form: start clean.
  }
  return { what: blankWhat(), key: freshKey(), found: false };
}

const restored = restore();
export const what = reactive<What>(restored.what);
export const who = reactive<Who>(blankWho());
export const draft = reactive({ key: restored.key, restored: restored.found, kept: true });

watch(what, () => (draft.kept = memory.set(KEY, JSON.stringify({ what, key: draft.key }))), { deep: true });

export function renewKey(): string {
  draft.key = freshKey();
  memory.set(KEY, JSON.stringify({ what, key: draft.key }));
  return draft.key;
}

export function discard(): void {
  Object.assign(what, blankWhat());
  Object.assign(who, blankWho());
  Object.assign(draft, { key: freshKey(), restored: false });
  // After the watcher, which would write the empty draft back.
  window.setTimeout(() => memory.set(KEY, null));
}

/** Questions beside the story itself, in the order of the form. */
const DETAILS = [
  'namedOfficial',
  'aboutCommissionHead',
  'accusedDepartmentCode',
  'occurredAt',
  'region',
  'address',
  'amountInvolved',
  'basisShown',
  'receiptGiven',
  'visits',
] as const;
export type Detail = (typeof DETAILS)[number];

const GRIEVANCES: KindChoice[] = ['complaint', 'report', 'help'];

/** Whether a kind and a category (its path from the root, empty while none is chosen) call for a question. */
function asks(detail: Detail, kind: KindChoice, path: Category[]): boolean {
  const grievance = GRIEVANCES.includes(kind);
  const marked = (mark: 'amount' | 'basis' | 'receipt' | 'accusation') => path.some((node) => node[mark]);
  switch (detail) {
    case 'namedOfficial':
    case 'aboutCommissionHead':
      return kind === 'report';
    case 'accusedDepartmentCode':
      return true;
    case 'occurredAt':
      return grievance || kind === 'praise';
    case 'region':
      return kind !== 'praise';
    case 'address':
      return grievance;
    case 'amountInvolved':
      return grievance && (!path.length || marked('amount'));
    case 'basisShown':
      return grievance && marked('basis');
    case 'receiptGiven':
      return grievance && marked('receipt');
    case 'visits':
      // Errands belong to slow and unhelpful service, not to money, inspections or bribes.
      return (kind === 'complaint' || kind === 'help') && !marked('amount') && !marked('basis') && !marked('accusation');
  }
}

export const details = computed<Detail[]>(() => {
  const path = pathTo(what.categoryCode);
  return DETAILS.filter((detail) => asks(detail, what.kind, path));
});

const text = (value: string) => value.trim() || undefined;
const number = (value: string | undefined) => (value === undefined ? undefined : Number(value));
const flag = (value: string | undefined) => (value === undefined ? undefined : value === 'yes');

const personBody = () =>
  who.anonymous
    ? { anonymous: true }
    : {
        anonymous: false,
        name: text(who.name),
        phone: text(who.phone.replace(/[\s-]/g, '')),
        email: text(who.email),
        organisation: text(who.organisation),
        uscc: text(who.uscc.replace(/[\s-]/g, '').toUpperCase()),
      };

/** The body of the intake: what was asked and answered, nothing empty. */
export function intakeBody(): Complaint {
  const asked = new Set<string>(details.value);
  const answer = (detail: Detail) => (asked.has(detail) ? text(what[detail]) : undefined);
  const occurred = answer('occurredAt');
  return {
    kind: what.kind,
    title: text(what.title),
    description: what.description.trim(),
    categoryCode: text(what.categoryCode),
    accusedDepartmentCode: answer('accusedDepartmentCode'),
    occurredAt: occurred && `${occurred}T00:00:00+08:00`,
    region: answer('region'),
    address: answer('address'),
    amountInvolved: number(answer('amountInvolved')),
    visits: number(answer('visits')),
    basisShown: flag(answer('basisShown')),
    receiptGiven: flag(answer('receiptGiven')),
    namedOfficial: answer('namedOfficial'),
    aboutCommissionHead: flag(answer('aboutCommissionHead')),
    size: who.anonymous ? undefined : who.size || undefined,
    origin: who.anonymous ? undefined : who.origin || undefined,
    complainant: personBody(),
    consentToBeNamed: !who.anonymous && who.consent,
  };
}

import { computed, reactive, watch } from 'vue';
import type { Category } from './api';
import { memory } from './look';
import { pathTo } from './reference';

/** The complaint being written. The first step is kept on the device; who the person is never is. */

const KEY = 'draft';

/** In the order in which a person tells a matter. */
export const KIND_CHOICES = ['complaint', 'report', 'help', 'consultation', 'suggestion', 'praise'] as const;
export type KindChoice = (typeof KIND_CHOICES)[number];

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
});
const blankWho = () => ({
  anonymous: undefined as boolean | undefined,
  name: '',
  phone: '',
  email: '',
  organisation: '',
  uscc: '',
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
  queueMicrotask(() => window.setTimeout(() => memory.set(KEY, null)));
}

export type Detail = 'accusedDepartmentCode' | 'occurredAt' | 'region' | 'address' | 'amountInvolved' | 'visits';

const DETAILS: Record<KindChoice, Detail[]> = {
  complaint: ['accusedDepartmentCode', 'occurredAt', 'region', 'address', 'amountInvolved', 'visits'],
  report: ['accusedDepartmentCode', 'occurredAt', 'region', 'address', 'amountInvolved'],
  help: ['accusedDepartmentCode', 'region', 'address', 'amountInvolved', 'visits'],
  consultation: ['accusedDepartmentCode', 'region'],
  suggestion: ['accusedDepartmentCode', 'region'],
  praise: ['accusedDepartmentCode', 'occurredAt'],
};

/** Categories in which money or errands are part of the matter; where none is chosen, both are asked. */
const MONEY = /费|罚|摊派|款|金|欠|账|吃拿卡要|贿/;
const ERRANDS = /审批|许可|办证|办事|效率|告知|拖|慢|推诿|跑|窗口|登记/;

const asks = (path: Category[], detail: Detail): boolean => {
  if (!path.length || (detail !== 'amountInvolved' && detail !== 'visits')) return true;
  const named = path.map((node) => node.name).join(' ');
  return detail === 'visits' ? ERRANDS.test(named) : path.some((node) => node.amount) || MONEY.test(named);
};

/** The details worth asking for this kind and category, in the order of the form. */
export const details = computed<Detail[]>(() => {
  const path = pathTo(what.categoryCode);
  return DETAILS[what.kind].filter((detail) => asks(path, detail));
});

/** The body of the intake: what was asked and answered, nothing empty. */
export function intakeBody(): Record<string, unknown> {
  const asked = new Set<string>(details.value);
  const text = (value: string) => value.trim() || undefined;
  const ask = (detail: Detail) => (asked.has(detail) ? text(what[detail]) : undefined);
  const amount = ask('amountInvolved');
  const visits = ask('visits');
  const occurred = ask('occurredAt');
  return {
    kind: what.kind,
    title: text(what.title),
    description: what.description.trim(),
    categoryCode: text(what.categoryCode),
    accusedDepartmentCode: ask('accusedDepartmentCode'),
    occurredAt: occurred && `${occurred}T00:00:00+08:00`,
    region: ask('region'),
    address: ask('address'),
    amountInvolved: amount === undefined ? undefined : Number(amount),
    visits: visits === undefined ? undefined : Number(visits),
    complainant: who.anonymous
      ? { anonymous: true }
      : {
          anonymous: false,
          name: text(who.name),
          phone: text(who.phone.replace(/[\s-]/g, '')),
          email: text(who.email),
          organisation: text(who.organisation),
          uscc: text(who.uscc.replace(/[\s-]/g, '').toUpperCase()),
        },
    consentToBeNamed: !who.anonymous && who.consent,
  };
}

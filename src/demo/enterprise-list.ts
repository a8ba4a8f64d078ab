import type { Contacts } from '../feedback/contacts.js';
import type { Instant } from '../domain/time.js';
import type { Life } from './life.js';
import type { Enterprise, Staff } from './people.js';
import type { Random } from './random.js';

/** An enterprise of the list with its service officer. */
export interface Listed {
  id: string;
  enterprise: Enterprise;
  isKey: boolean;
  departmentCode: string | null;
  officer: string | null;
}

const MOST = 140;
const KEY = 48;
const SERVERS = ['dev-zone', 'industry-park', 'market', 'tax', 'finance', 'labour', 'gov-service', 'housing'];

/** A key of 36 characters as the live system makes them, but by the seed. */
export const idOf = (random: Random): string => {
  const hex = (length: number) => Array.from({ length }, () => random.whole([0, 15]).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
};

/** Those who came to the hotline most often are on the list, the first of them as key enterprises with an officer. */
export function enterpriseList(lives: readonly Life[], staff: Staff, random: Random): Listed[] {
  const seen = new Map<string, { enterprise: Enterprise; cases: number }>();
  for (const { arrival } of lives) {
    const { enterprise } = arrival.complainant;
    if (!enterprise) continue;
    const known = seen.get(enterprise.uscc);
    seen.set(enterprise.uscc, { enterprise, cases: (known?.cases ?? 0) + 1 });
  }
  const ordered = [...seen.values()].sort((a, b) => b.cases - a.cases || (a.enterprise.uscc < b.enterprise.uscc ? -1 : 1));
  return ordered.slice(0, MOST).map(({ enterprise }, index) => {
    const isKey = index < KEY;
    const departmentCode = isKey ? SERVERS[index % SERVERS.length]! : null;
    return { id: idOf(random), enterprise, isKey, departmentCode, officer: departmentCode ? staff.handler(departmentCode).username : null };
  });
}

/** Rows of `enterprises`; the contact person and the address are encrypted. */
export const enterpriseRows = (
  list: readonly Listed[],
  contacts: Contacts,
  streets: readonly string[],
  at: Instant,
  random: Random,
): object[] =>
  list.map(({ id, enterprise, isKey, departmentCode, officer }) => {
    const { name, uscc, size, origin, contact } = enterprise;
    const address = `九台区${random.pick(streets)}${random.whole([1, 260])}号`;
    return {
      id,
      name,
      uscc,
      size,
      origin,
      isKey,
      address: contacts.close(address, 'enterprises.address', id),
      contactName: contacts.close(contact.name, 'enterprises.contactName', id),
      contactPhone: contacts.close(contact.phone, 'enterprises.contactPhone', id),
      phoneIndex: contacts.phoneIndex(contact.phone, 'enterprise'),
      departmentCode,
      officer,
      createdAt: at,
      updatedAt: at,
    };
  });

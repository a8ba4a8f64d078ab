import type { Particulars } from '../complainants/identities.js';
import type { Actor } from '../domain/case-state.js';
import { usccValid } from '../domain/codes.js';
import type { EnterpriseSize, Origin, Role } from '../domain/vocabulary.js';
import { configJson } from '../platform/settings.js';
import type { Random } from './random.js';
import type { Wording } from './scenarios.js';

/** An enterprise of the city, all of it made up. */
export interface Enterprise {
  name: string;
  uscc: string;
  size: EnterpriseSize;
  origin: Origin;
  contact: Person;
}
export interface Person {
  name: string;
  phone: string;
  email: string;
}

const USCC_DIGITS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const PREFIXES = ['138', '139', '150'];

/** A code of a local enterprise (category 91, region 220113) with the right check character, found by trying. */
function usccOf(random: Random): string {
  const body = `91220113MA${Array.from({ length: 7 }, () => USCC_DIGITS[random.whole([0, 30])]).join('')}`;
  return [...USCC_DIGITS].map((check) => body + check).find(usccValid)!;
}

function personOf(wording: Wording, random: Random): Person {
  const phone = random.pick(PREFIXES) + random.digits(8);
  return { name: random.pick(wording.surnames) + random.pick(wording.givenNames), phone, email: `user${random.digits(6)}@mail.example` };
}

function enterpriseOf(wording: Wording, random: Random): Enterprise {
  const parts = wording.enterprise;
  const industry = random.pick(parts.industries);
  const fitting = parts.suffixes.filter(({ size }) => size === industry.size);
  const suffix = random.pick(fitting.length > 0 ? fitting : parts.suffixes);
  return {
    name: random.pick(parts.places) + random.pick(parts.names) + industry.word + suffix.word,
    uscc: usccOf(random),
    size: industry.size,
    origin: random.chance(0.74) ? 'local' : 'outside',
    contact: personOf(wording, random),
  };
}

/** Everyone who complains: enterprises and citizens, some of them often. */
export class Town {
  private readonly enterprises: Enterprise[];
  private readonly citizens: Person[];

  constructor(
    readonly wording: Wording,
    random: Random,
    cases: number,
  ) {
    const names = new Set<string>();
    const many = Array.from({ length: Math.max(30, Math.round(cases / 4)) }, () => enterpriseOf(wording, random));
    this.enterprises = many.filter(({ name }) => !names.has(name) && names.add(name));
    this.citizens = Array.from({ length: Math.max(40, Math.round(cases / 2)) }, () => personOf(wording, random));
  }

  /** The square makes the first of the list come back more often. */
  enterprise(random: Random): Enterprise {
    return this.enterprises[Math.floor(random.next() ** 2 * this.enterprises.length)]!;
  }

  citizen(random: Random): Person {
    return this.citizens[Math.floor(random.next() ** 1.4 * this.citizens.length)]!;
  }
}

/** Who complains in one case, and what he tells of himself. */
export interface Complainant {
  enterprise: Enterprise | undefined;
  anonymous: boolean;
  given: Particulars;
}

/** What a person tells of himself; `shy` is how likely he is to stay anonymous. */
export function complainantOf(who: Enterprise | Person, shy: number, street: string, random: Random): Complainant {
  const enterprise = 'uscc' in who ? who : undefined;
  const person = 'uscc' in who ? who.contact : who;
  if (random.chance(shy)) return { enterprise, anonymous: true, given: {} };
  const wrongDigit =
    enterprise && random.chance(0.01) ? `${enterprise.uscc.slice(0, 17)}${enterprise.uscc.endsWith('0') ? '1' : '0'}` : undefined;
  return {
    enterprise,
    anonymous: false,
    given: {
      name: person.name,
      phone: person.phone,
      ...(random.chance(0.15) ? { email: person.email } : {}),
      ...(!enterprise && random.chance(0.3) ? { address: `九台区${street}${random.whole([1, 220])}号` } : {}),
      ...(enterprise ? { organisation: enterprise.name } : {}),
      ...(enterprise && random.chance(0.7) ? { uscc: wrongDigit ?? enterprise.uscc } : {}),
    },
  };
}

interface Account {
  username: string;
  name: string;
  roles: Role[];
  departmentCode?: string;
}

/** The demo accounts as actors of the table. */
export class Staff {
  private readonly accounts = configJson<Account[]>('accounts.json');

  private of(role: Role, departmentCode?: string): Actor[] {
    const found = this.accounts.filter((one) => one.roles.includes(role) && one.departmentCode === departmentCode);
    if (found.length === 0) throw new Error(`No demo account is ${role}${departmentCode ? ` of ${departmentCode}` : ''}`);
    return found.map(actorOf);
  }

  readonly operators = this.of('operator');
  readonly dispatcher = this.of('dispatcher')[0]!;
  readonly reviewer = this.of('reviewer')[0]!;
  readonly supervisor = this.of('supervisor')[0]!;
  readonly commissioner = this.of('commissioner')[0]!;
  readonly inspectors = this.of('inspector');

  handler(departmentCode: string): Actor {
    return this.of('handler', departmentCode)[0]!;
  }

  leader(departmentCode: string): Actor {
    return this.of('leader', departmentCode)[0]!;
  }

  named(username: string): Actor {
    const found = this.accounts.find((one) => one.username === username);
    if (!found) throw new Error(`No demo account is ${username}`);
    return actorOf(found);
  }
}

const actorOf = ({ username, name, roles, departmentCode }: Account): Actor => ({
  username,
  name,
  roles,
  ...(departmentCode ? { departmentCode } : {}),
});

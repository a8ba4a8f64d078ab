/** Both languages of every screen say the same things, and nothing is written that nobody reads. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AUDIT_GROUPS, AUDITED } from '../src/domain/audit.js';
import enPlain from '../src/plain/words.en.js';
import zhPlain from '../src/plain/words.zh-CN.js';
import { en as enConsole } from '../web/src/words/en/index.js';
import enPhone from '../web/src/words/phone.en.js';
import zhPhone from '../web/src/words/phone.zh-CN.js';
import enPublic from '../web/src/words/public.en.js';
import zhPublic from '../web/src/words/public.zh-CN.js';
import { zh as zhConsole } from '../web/src/words/zh-CN/index.js';

type Path = readonly string[];

/** Every place where a text stands, or a function that makes one. */
const placesIn = (words: object, above: Path = []): Path[] =>
  Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && Object.keys(value as object).length > 0
      ? placesIn(value as object, [...above, name])
      : [[...above, name]],
  );
const named = (words: object): string[] => placesIn(words).map((place) => place.join('.'));

const escaped = (text: string): string => text.replace(/\W/g, '\\$&');
/** What all words of a screen hang on. */
const ROOT = 'w';
const ROOTS = ['w', 'words', 'said'];

/** A file that shows words: by which names it comes from a table to a word in it. In doubt a word counts as read. */
class Source {
  private readonly names: Set<string>;
  private readonly known = new Map<string, boolean>();
  /** Tables under another name: `const words = w.value.fees;`, `const { fields: words } = …`. */
  private readonly aliases = new Map<string, Set<string>>();
  /** What a statement takes out of a table: `const { left, late } = w.value.frame.time;`. */
  private readonly taken: [names: string, table: string][];
  /** The file without those statements: there a table is read. */
  private readonly rest: string;

  constructor(text: string) {
    this.names = new Set(text.match(/[\w$]+(-[\w$]+)*/g));
    this.taken = [...text.matchAll(/\{([^{}]*)\} = [^;\n]*?([\w$]+)(?:'\])?(?:\.value)?;/g)].map(([, names, table]) => [names!, table!]);
    const assignment = /\bconst ([\w$]+) = (?:computed\(\(\) => )?[\w$.]*\.([\w$]+)\)?;/g;
    for (const [, table, alias] of text.matchAll(/\b([\w$]+): ([\w$]+)(?=[,\s}])/g)) this.call(table!, alias!);
    for (const [, alias, table] of text.matchAll(assignment)) this.call(table!, alias!);
    this.rest = text.replace(/(const|let) \{[^{}]*\} = [^;\n]*;/g, '').replace(assignment, '');
  }

  private call(table: string, alias: string): void {
    this.aliases.set(table, (this.aliases.get(table) ?? new Set([table])).add(alias));
  }

  private calledAs(table: string): string {
    return table === ROOT ? ROOTS.join('|') : [...(this.aliases.get(table) ?? [table])].map(escaped).join('|');
  }

  private isTaken(table: string, name: string): boolean {
    const isOf = (of: string): boolean => (table === ROOT ? ROOTS.includes(of) : of === table);
    return this.taken.some(([names, of]) => isOf(of) && new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`).test(names));
  }

  /** How a name stands behind its table: `table.name`, `table['name']`, `table.value.name`. */
  private step(table: string, name: string): string {
    return `(?<![\\w-])(${this.calledAs(table)})('\\])?(\\.value)?[!?]*(\\.${escaped(name)}(?![\\w-])|\\.?\\['${escaped(name)}'\\])`;
  }

  private once(question: string, answer: () => boolean): boolean {
    if (!this.known.has(question)) this.known.set(question, answer());
    return this.known.get(question)!;
  }

  /** Whether a word or table is read out of its table by its name. */
  private reaches(table: string, name: string): boolean {
    if (!this.names.has(name)) return false;
    return this.once(`${table} ${name}`, () => this.isTaken(table, name) || new RegExp(this.step(table, name)).test(this.rest));
  }

  /** Whether a table is read by names known at run time only, or handed on: `w.kinds[kind]`, `wordOf(w.kinds, kind)`. */
  private takes(above: string, table: string): boolean {
    if (!this.names.has(table)) return false;
    return this.once(`${above} ${table} *`, () => {
      const whole = new RegExp(`${this.step(above, table)}(?!(\\.value)?[!?]*(\\.[A-Za-z]|\\.?\\['))`);
      const locals = [...(this.aliases.get(table) ?? [])].filter((name) => name !== table);
      if (this.isTaken(above, table)) locals.push(table);
      const handedOn = new RegExp(
        `(?<![\\w.'"/-])(${locals.map(escaped).join('|')})(\\.value)?(\\[(?!')|[),])|(:[\\w-]+="| in )(${locals.map(escaped).join('|')})"`,
      );
      return whole.test(this.rest) || (locals.length > 0 && handedOn.test(this.rest));
    });
  }

  reads(place: Path): boolean {
    const above = (at: number): string => place[at - 1] ?? ROOT;
    return (
      (place.slice(0, -1).every((name) => this.names.has(name)) && this.reaches(above(place.length - 1), place.at(-1)!)) ||
      place.slice(0, -1).some((table, at) => place.slice(0, at).every((name) => this.names.has(name)) && this.takes(above(at), table))
    );
  }
}

const WORDS = /(^|[/\\])words([/\\.]|$)/;
const sourcesIn = (folder: string): Source[] =>
  readdirSync(resolve(folder), { recursive: true, withFileTypes: true })
    .filter(
      ({ name, parentPath }) => /\.(ts|vue)$/.test(name) && !name.endsWith('.spec.ts') && !WORDS.test(parentPath) && !WORDS.test(name),
    )
    .map(({ name, parentPath }) => new Source(readFileSync(join(parentPath, name), 'utf8')));

const SETS: [what: string, zh: object, en: object, folders: string[]][] = [
  ['the console', zhConsole, enConsole, ['web/src']],
  ['the public site', zhPublic, enPublic, ['web/src/public', 'src/plain']],
  ['the pages without a script', zhPlain, enPlain, ['src/plain', 'web/src/public']],
  ['the phone to try', zhPhone, enPhone, ['web/src/phone', 'web/src/public/pages']],
];

describe.each(SETS)('the words of %s', (_, zh, en, folders) => {
  it('stand in both languages', () => {
    const [chinese, english] = [new Set(named(zh)), new Set(named(en))];
    expect([...chinese].filter((one) => !english.has(one))).toEqual([]);
    expect([...english].filter((one) => !chinese.has(one))).toEqual([]);
  });

  it('are all read by some screen', () => {
    const sources = folders.flatMap(sourcesIn);
    const unread = placesIn(zh).filter((place) => !sources.some((source) => source.reads(place)));
    expect(unread.map((place) => place.join('.'))).toEqual([]);
  });
});

it('every type of entry the auditor may look for has its words', () => {
  const named = ({ vocabulary, actions }: typeof zhConsole): string[] => [
    ...Object.keys(vocabulary.events),
    ...Object.entries(actions.names).flatMap(([name, { button }]) => (button ? [name] : [])),
  ];
  const types: string[] = Object.values(AUDITED).flat();
  expect(types.filter((type) => !named(zhConsole).includes(type))).toEqual([]);
  expect(AUDIT_GROUPS.filter((group) => !(group in zhConsole.places.audit.groups))).toEqual([]);
});

/** What a refusal says beside a field; columns of a file to take over have words of their own, and no form asks for a figure. */
const OWN_WORDS = /^(import|setup|de-identification|figure|call-conditions|dialling|home)/;
const FIELD_CODE = /(?:wrong\('\w+', |unfitMaster\(|field: '\w+', code: )'([a-z-]+)'/g;
const refusedIn = (folder: string): string[] =>
  readdirSync(resolve(folder), { withFileTypes: true })
    .filter(({ name }) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !OWN_WORDS.test(name))
    .flatMap(({ name, parentPath }) => [...readFileSync(join(parentPath, name), 'utf8').matchAll(FIELD_CODE)].map(([, code]) => code!));

it.each([
  ['Chinese', zhConsole],
  ['English', enConsole],
])('every refusal of a field at the desks is said in %s', (_, { frame, refusals, desk }) => {
  const codes = new Set(['src/domain', 'src/cases', 'src/calls', 'src/supervision'].flatMap(refusedIn));
  expect(codes.size).toBeGreaterThan(20);
  const said = { ...frame.fieldProblems, ...refusals.fields, ...desk.fieldProblems };
  expect([...codes].filter((code) => said[code] === undefined)).toEqual([]);
});

const MANY = /(?<!at most |fewer than )\b1 (?!(is|has|asks|ms)\b)[a-z]+s\b/;

/** Words that say "1 cases" of one case, whether it comes as a number or as text. */
const manyOfOne = (words: object, above: Path = []): string[] =>
  Object.entries(words).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null) return manyOfOne(value, [...above, name]);
    if (typeof value !== 'function') return [];
    const say = value as (...facts: unknown[]) => unknown;
    const said = [1, '1'].flatMap((one) => {
      try {
        return [String(say(one, one, one, one))];
      } catch {
        return []; // it asks for more than numbers
      }
    });
    return said.length > 0 && said.every((text) => MANY.test(text)) ? [`${[...above, name].join('.')}: ${said[0]}`] : [];
  });

it.each(SETS)('the English words of %s speak of one thing in the singular', (_, _zh, en) => {
  expect(manyOfOne(en)).toEqual([]);
});

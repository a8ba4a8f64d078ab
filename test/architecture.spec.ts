/** The house rules a machine can check: who may import whom, and what no file may hold. Reads the sources, runs none of them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';

/** A folder of `src` may import itself and what stands before it; the files directly in `src` come last and may import all. */
const ORDER = [
  'domain',
  'platform',
  'events',
  'staff',
  'departments',
  'calendar',
  'knowledge',
  'complainants',
  'files',
  'cases',
  'calls',
  'notices',
  'feedback',
  'supervision',
  'investigations',
  'assessment',
  'statistics',
  'publicity',
  'open311',
  'plain',
  'imports',
  'webhooks',
  'settings',
  'home',
  'self-tests',
  'live',
  'adapters',
  'migrations',
  'demo',
  '.',
];

/** Packages a pure rule may use. */
const PACKAGES_OF_RULES = /^@node-rs\/jieba(\/|$)/;
const LONGEST_FILE = 300;
const EMPTY_NAMES = /(^|[-./])(utils?|helpers?|commons?|managers?|misc)([-./]|$)/i;

/** What no source may hold. `in` narrows a ban to a folder; patterns are tried on code without comments and quoted words. */
const BANS: { name: string; words: RegExp; in?: string; why: string }[] = [
  {
    name: 'forwardRef',
    words: /\bforwardRef\b/,
    why: 'a circle: put the shared rule into domain, or let the later one hear the event log',
  },
  {
    name: 'synchronize: true',
    words: /\bsynchronize\s*:\s*true\b/,
    why: 'changes the tables of a city behind its back: write a migration',
  },
  {
    name: 'save() of entities',
    words: /\.save\s*\(/,
    why: 'writes a stale row back silently: lock the row, update with an explicit patch',
  },
  { name: 'enum', words: /\benum\s+[A-Z]\w*\s*\{/, why: 'a list of words and their union says the same and needs no code' },
  { name: 'lots drawn by a rule', in: 'domain', words: /\bMath\.random\b/, why: 'the seed comes in as an argument' },
  {
    name: 'clock read by a rule',
    in: 'domain',
    words: /\bDate\.now\b|\bnew Date(\(\s*\)|\b(?!\())/,
    why: 'the instant comes in as an argument',
  },
  { name: 'environment read by a rule', in: 'domain', words: /\bprocess\./, why: 'settings come in as arguments' },
];

interface Source {
  /** Path from the root, with `/`. */
  readonly path: string;
  /** Code with comments blanked, line numbers kept; words in quotes still there. */
  readonly code: string;
  readonly lines: number;
}

const isSpec = (path: string) => /\.(e2e-)?spec\.ts$/.test(path);

function sourcesOf(folder: string, endings: RegExp): Source[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => endings.test(name) && !name.includes('node_modules'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return { path: join(folder, name).split(sep).join('/'), code: withoutComments(text), lines: text.trimEnd().split('\n').length };
    });
}

const COMMENT_OR_WORDS = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
const blank = (text: string) => text.replace(/[^\n]/g, ' ');
const withoutComments = (text: string) => text.replace(COMMENT_OR_WORDS, (found) => (found.startsWith('/') ? blank(found) : found));
/** Quotes stay, so that `new Date('…')` does not turn into `new Date()`. */
const withoutWords = (code: string) =>
  code.replace(COMMENT_OR_WORDS, (found) => (found.startsWith('/') ? blank(found) : found[0] + blank(found.slice(1, -1)) + found[0]));
const lineAt = (code: string, index: number) => code.slice(0, index).split('\n').length;

interface Import {
  readonly what: string;
  readonly line: number;
}

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"\n]+)\1/g;
const importsOf = ({ code }: Source): Import[] =>
  [...code.matchAll(IMPORT)].map((match) => ({ what: match[2] ?? '', line: lineAt(code, match.index) }));

/** The folder of `src` a file belongs to, `.` for files directly in it. */
const folderOf = (path: string) => relative('src', path).split('/').slice(0, -1)[0] ?? '.';

/** Where a relative import leads, as a path from the root. */
const target = (source: Source, what: string) =>
  normalize(join(dirname(source.path), what))
    .split(sep)
    .join('/');

const everything = sourcesOf('src', /\.ts$/);
const product = everything.filter(({ path }) => !isSpec(path));
const pages = sourcesOf('web/src', /\.(ts|vue)$/).filter(({ path }) => !path.endsWith('schema.d.ts'));
const scripts = sourcesOf('bin', /\.mjs$/);

function wrongImport(source: Source, { what, line }: Import): string | undefined {
  if (!what.startsWith('.')) return undefined;
  const to = target(source, what);
  const from = folderOf(source.path);
  if (!to.startsWith('src/')) return `${source.path}:${line} imports ${what}: the server reaches for nothing outside src`;
  if (ORDER.indexOf(folderOf(to)) <= ORDER.indexOf(from)) return undefined;
  return `${source.path}:${line} imports ${what}: ${from} stands before ${folderOf(to)} and may not know it`;
}

describe('the house', () => {
  it('has sources to look at', () => {
    expect(product.length).toBeGreaterThan(0);
  });

  it('knows the place of every folder of src', () => {
    expect([...new Set(everything.map(({ path }) => folderOf(path)))].filter((folder) => !ORDER.includes(folder))).toEqual([]);
  });

  it('imports from left to right only', () => {
    expect(product.flatMap((source) => importsOf(source).map((each) => wrongImport(source, each))).filter(Boolean)).toEqual([]);
  });

  it('keeps rules pure: domain imports itself and the segmentation library only', () => {
    const rules = product.filter(({ path }) => folderOf(path) === 'domain');
    const foreign = rules.flatMap((source) =>
      importsOf(source)
        .filter(({ what }) => !what.startsWith('.') && !PACKAGES_OF_RULES.test(what))
        .map(({ what, line }) => `${source.path}:${line} imports ${what}`),
    );
    expect(foreign).toEqual([]);
  });

  it.each(BANS)('holds no $name', ({ words, in: folder, why }) => {
    const found = product
      .filter(({ path }) => folder === undefined || folderOf(path) === folder)
      .flatMap(({ path, code }) => {
        const bare = withoutWords(code);
        return [...bare.matchAll(new RegExp(words, 'g'))].map((match) => `${path}:${lineAt(bare, match.index)} ${why}`);
      });
    expect(found).toEqual([]);
  });

  it(`has no file longer than ${LONGEST_FILE} lines, but for migrations, which are history`, () => {
    const files = [...product, ...pages, ...scripts].filter(({ path }) => !path.startsWith('src/migrations/'));
    const long = files.filter(({ lines }) => lines > LONGEST_FILE);
    expect(long.map(({ path, lines }) => `${path} has ${lines} lines`)).toEqual([]);
  });

  it('gives no file a name that says nothing', () => {
    expect([...product, ...pages, ...scripts].map(({ path }) => path).filter((path) => EMPTY_NAMES.test(path))).toEqual([]);
  });

  it('lets every story say what it needs, so that a missing server is a skip and not a failure', () => {
    const bare = [...everything, ...sourcesOf('test', /\.ts$/)]
      .filter(({ path, code }) => isSpec(path) && /\/support\//.test(code))
      .filter(({ code }) => /^(describe|it|test)(\.\w+)*\(/m.test(withoutWords(code)));
    expect(bare.map(({ path }) => `${path} opens with describe or it, not describeWithServer or describeWithBrowser`)).toEqual([]);
  });

  it('has no circle between files', () => {
    expect(circles(new Map(product.map((source) => [source.path, importedFiles(source)])))).toEqual([]);
  });
});

/** Imports of types vanish when compiled, so only the others can close a circle. */
function importedFiles(source: Source): string[] {
  const code = source.code.replace(/\b(import|export)\s+type\b[^;]*;/g, blank);
  return importsOf({ ...source, code })
    .filter(({ what }) => what.startsWith('.'))
    .map(({ what }) => target(source, what).replace(/\.js$/, '.ts'));
}

function circles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(' → '));
    if (done.has(file) || way.includes(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

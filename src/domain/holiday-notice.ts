import { addDays, type Day } from './time.js';

export interface NoticeDay {
  day: Day;
  kind: 'off' | 'work';
  name: string;
}
/** What is wrong with a line; `line` counts from 1, 0 is the text as a whole. */
export interface NoticeFault {
  line: number;
  code: string;
  text: string;
}
export interface NoticeReading {
  year: number;
  days: NoticeDay[];
  faults: NoticeFault[];
}

const WEEKDAYS = '日一二三四五六';
/** Every yearly notice names all of them. Source: 全国年节及纪念日放假办法. */
const HOLIDAYS = ['元旦', '春节', '清明', '劳动', '端午', '中秋', '国庆'];
const KINDS: Readonly<Record<string, 'off' | 'work'>> = {
  ...{ off: 'off', 放假: 'off', 休: 'off', 假: 'off', 休息: 'off' },
  ...{ work: 'work', 上班: 'work', 班: 'work', 调休上班: 'work', 补班: 'work' },
};
const HEADED = /^(?:[一二三四五六七八九十]+、|\d+[.、])?\s*([^:：\d]{2,24})[:：]\s*(.*)$/;
const IN_BRACKETS = '(?:[（(]([^）)]*)[）)])?';
const ONE_DAY = new RegExp(`(?:(\\d{4})年)?(?:(\\d{1,2})月)?(\\d{1,2})日${IN_BRACKETS}`);

const weekdayOf = (day: Day): string => WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]!;
const isWeekend = (day: Day): boolean => '日六'.includes(weekdayOf(day));
const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;

/** The reading of one text: days that were understood, and every line that was not. */
class Reading {
  readonly days = new Map<Day, NoticeDay>();
  readonly faults: NoticeFault[] = [];
  line = 0;
  private text = '';

  constructor(readonly year: number) {}

  at(line: number, text: string): void {
    this.line = line;
    this.text = text.trim();
  }

  wrong(code: string, text = this.text): void {
    this.faults.push({ line: this.line, code, text: text.slice(0, 120) });
  }

  add(day: Day, kind: 'off' | 'work', name: string): void {
    if (!day.startsWith(`${this.year}-`)) {
      // the last days of December, where New Year begins before it: off anyhow when they are a weekend
      if (kind === 'work' || !isWeekend(day)) this.wrong('not-in-year');
    } else if (this.days.has(day)) this.wrong('twice', day);
    else if (kind === 'work' && !isWeekend(day)) this.wrong('works-anyhow', day);
    else this.days.set(day, { day, kind, name });
  }
}

/** `2月15日（农历腊月二十八、周日）` as a day; a month that is not said is the one before. Tells a weekday that is not the day's. */
function dayIn(text: string, reading: Reading, before?: Day): Day | undefined {
  const found = ONE_DAY.exec(text);
  const month = found?.[2] ?? before?.slice(5, 7);
  if (!found || !month) return undefined;
  const year = found[1] ?? before?.slice(0, 4) ?? String(reading.year);
  const day = `${year}-${month.padStart(2, '0')}-${found[3]!.padStart(2, '0')}`;
  if (!isDay(day)) return undefined;
  const said = /(?:周|星期)([日一二三四五六天])/.exec(found[4] ?? '')?.[1]?.replace('天', '日');
  if (said && said !== weekdayOf(day)) reading.wrong('weekday-differs', found[0]);
  return day;
}

function daysOff(sentence: string, name: string, reading: Reading): void {
  const [from = '', to] = sentence.split(/至|—|－|–|~|到/);
  const first = dayIn(from, reading);
  const last = to === undefined ? first : dayIn(to, reading, first);
  if (!first || !last || last < first) return reading.wrong('not-understood');
  let count = 0;
  for (let day = first; day <= last && count < 31; day = addDays(day, 1), count += 1) reading.add(day, 'off', name);
  const said = /(?:共|放假)(\d+)天/.exec(sentence)?.[1];
  if (said !== undefined && Number(said) !== count) reading.wrong('count-differs');
}

function daysOfWork(sentence: string, name: string, reading: Reading): void {
  let before: Day | undefined;
  for (const [part] of sentence.matchAll(new RegExp(ONE_DAY, 'g'))) {
    const day = dayIn(part, reading, before);
    if (!day) return reading.wrong('not-understood');
    reading.add(day, 'work', `${name}调休`);
    before = day;
  }
}

/** A day off or of work outside the numbered list; `自1月1日起` is none. */
const LOOSE = /\d日(?!起)(?:[（(][^）)]*[）)])?[^，。；]*(?:放假|上班)/;
const saysDays = (text: string): boolean => /\d日/.test(text) && /放假|上班|休息/.test(text);

function readHeaded(name: string, rest: string, reading: Reading): void {
  for (const sentence of rest.split(/[。；;]/)) {
    if (!saysDays(sentence) || /^\s*鼓励/.test(sentence)) continue;
    if (/上班/.test(sentence)) daysOfWork(sentence, name, reading);
    else if (/放假/.test(sentence)) daysOff(sentence, name, reading);
    else reading.wrong('not-understood', sentence);
  }
}

function readText(lines: readonly string[], reading: Reading): void {
  lines.forEach((text, index) => {
    reading.at(index + 1, text);
    const [, name = '', rest = ''] = HEADED.exec(text.trim()) ?? [];
    if (name && HOLIDAYS.some((one) => name.includes(one)) && saysDays(rest)) readHeaded(name.trim(), rest, reading);
    else if (LOOSE.test(text) && !/^\s*鼓励/.test(text)) reading.wrong('not-understood');
  });
  reading.at(0, '');
  const names = [...reading.days.values()].map(({ name }) => name).join();
  const lacking = HOLIDAYS.filter((one) => !names.includes(one));
  if (lacking.length > 0) reading.wrong('holiday-lacks', lacking.join('、'));
}

function readTable(lines: readonly string[], reading: Reading): void {
  lines.forEach((text, index) => {
    reading.at(index + 1, text);
    if (!text.trim()) return;
    const [given = '', kind = '', name = ''] = text.split(/[,，\t]/).map((cell) => cell.trim().replace(/^"|"$/g, ''));
    const [, year, month, date] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(given) ?? [];
    const day = `${year}-${month?.padStart(2, '0')}-${date?.padStart(2, '0')}`;
    if (!isDay(day)) return index === 0 && !/\d/.test(given) ? undefined : reading.wrong('day-bad');
    if (!KINDS[kind]) return reading.wrong('kind-bad');
    if (!name || name.length > 64) return reading.wrong('name-bad');
    reading.add(day, KINDS[kind], name);
  });
}

/**
 * The State Council's yearly notice, or a table of days (day, off or work, name), as days that differ from the ordinary week. Nothing is
 * guessed: what is not understood, a weekday or a count that does not fit, a holiday that lacks, each is told by its line.
 * Source: 国务院办公厅 关于部分节假日安排的通知; domain text, section 4.
 */
export function readNotice(text: string, year: number): NoticeReading {
  const reading = new Reading(year);
  const lines = text.normalize('NFC').split(/\r?\n/);
  const said = /(\d{4})年[^。\n]{0,40}(?:节假日|元旦)/.exec(text)?.[1];
  if (said !== undefined && Number(said) !== year) reading.wrong('year-differs', said);
  const isTable = lines.some((line) => /^\s*"?\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"?\s*[,，\t]/.test(line));
  (isTable ? readTable : readText)(lines, reading);
  if (reading.days.size === 0 && reading.faults.length === 0) reading.wrong('nothing-found', '');
  const days = [...reading.days.values()].sort((a, b) => a.day.localeCompare(b.day));
  return { year, days, faults: reading.faults };
}

/** A day as it is and as it would be; a side that is absent is an ordinary day of the week. */
export interface DayChange {
  day: Day;
  was?: 'off' | 'work';
  is?: 'off' | 'work';
  name: string;
}

/** What a reading changes of a year as it stands. */
export function dayChanges(
  was: readonly { day: Day; kind: 'off' | 'work'; name: string }[],
  is: readonly { day: Day; kind: 'off' | 'work'; name: string }[],
): DayChange[] {
  const [old, fresh] = [new Map(was.map((one) => [one.day, one])), new Map(is.map((one) => [one.day, one]))];
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((day) => {
    const [before, after] = [old.get(day), fresh.get(day)];
    if (before?.kind === after?.kind) return [];
    const name = (after ?? before)?.name ?? '';
    return [{ day, name, ...(before ? { was: before.kind } : {}), ...(after ? { is: after.kind } : {}) }];
  });
}

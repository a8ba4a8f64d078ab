import type { CardSettings } from '../domain/card-rules.js';
import type { OfficeSettings } from '../domain/office-settings.js';
import { addDays, DAY, dayOf, instantOf, type Instant } from '../domain/time.js';
import { type CityCalendar, endOfDuty, isWorkday, workingDaysBefore } from '../domain/work-calendar.js';
import type { Walk } from './life.js';
import { Office } from './office.js';
import { OrderBook } from './office-orders.js';
import { Papers } from './office-papers.js';
import { loadOfficeWording } from './office-wording.js';
import type { Random } from './random.js';
import type { Story } from './story.js';
import type { World } from './world.js';

/** The office of the demo city: what it did of its own accord over the two years, and how its desk looks at their end. */
export interface OfficeYears {
  office: Office;
  book: OrderBook;
  papers: Papers;
}

interface Period {
  calendar: CityCalendar;
  until: Instant;
}

/** Lets the office of the city begin its work: it hears the cases, and has a diary of its own. */
export function officeOf(
  world: World,
  story: Story,
  { calendar, until }: Period,
  settings: { cards: CardSettings; office: OfficeSettings },
  random: Random,
): OfficeYears {
  const office = new Office({ world, story, wording: loadOfficeWording(), calendar, ...settings, random });
  const book = new OrderBook(office);
  const papers = new Papers(office, (life) => book.supervise(life));
  diary({ office, book, papers }, { calendar, until });
  return { office, book, papers };
}

const QUARTER = 91;

/** The diary: spot checks and periodic orders by the quarter, a staged order a year, and what still lies on the desk at the end. */
function diary({ office, book, papers }: OfficeYears, { calendar, until }: Period): void {
  const { world, wording } = office.tools;
  const workday = (day: string): string => (isWorkday(calendar, day) ? day : workday(addDays(day, 1)));
  const morning = (daysAgo: number): Instant => instantOf(workday(addDays(dayOf(until), -daysAgo)), 570);
  const back = (workingDays: number): string => workingDaysBefore(calendar, dayOf(until), workingDays);
  const plan = (at: Instant, work: () => void): void => {
    // eslint-disable-next-line require-yield -- an entry of the diary is one step
    function* entry(): Walk {
      work();
    }
    world.start(undefined, entry(), at, 'any');
  };
  for (let quarter = 7; quarter >= 0; quarter--) {
    const ago = 20 + quarter * QUARTER;
    const at = morning(ago);
    plan(at, () => book.spotCheck(instantOf(addDays(dayOf(at), -QUARTER)), `双色球第${seedIssue(at)}期`, 8));
    const pair = [
      ['tax', 'market'],
      ['gov-service', 'resources'],
      ['labour', 'finance'],
      ['transport', 'urban'],
    ][quarter % 4]!;
    const task = wording.periodic[quarter % wording.periodic.length]!;
    const limit = (days: number) => endOfDuty(calendar, workday(addDays(dayOf(at), days)));
    plan(at + DAY / 24, () =>
      book.issue({ mode: 'periodic', form: 'joint', recurrence: 'month', task, dueAt: limit(85), departments: pair }),
    );
  }
  for (const ago of [560, 190]) plan(morning(ago), () => staged(book, office, 150));
  plan(morning(52), () => staged(book, office, 75));
  // what lies there at the end: overdue, about to be, reported, hardly begun
  const due = (workingDays: number) => endOfDuty(calendar, back(workingDays));
  plan(instantOf(back(14), 600), () =>
    book.issue({ mode: 'key', form: 'interview', task: wording.interview, dueAt: due(4), departments: ['urban'] }, { stalls: 'working' }),
  );
  plan(instantOf(back(9), 620), () =>
    book.issue({ mode: 'key', form: 'listed', task: wording.tasks[0]!, dueAt: due(1), departments: ['resources'] }, { stalls: 'unsigned' }),
  );
  plan(instantOf(back(8), 640), () =>
    book.issue(
      { mode: 'key', task: wording.tasks[1]!, dueAt: after(calendar, until, 3), departments: ['housing'] },
      { stalls: 'reported' },
    ),
  );
  plan(instantOf(back(7), 610), () => papers.letter('urban', wording.quarter, undefined, false));
  plan(instantOf(back(2), 660), () => papers.letter('housing', wording.quarter, undefined, false));
}

/** A staged order that is listed: to the city's builders, stage after stage. */
function staged(book: OrderBook, { tools: { wording, world, calendar } }: Office, days: number): void {
  const workday = (day: string): string => (isWorkday(calendar, day) ? day : workday(addDays(day, 1)));
  const stages = wording.staged.stages.map((task, index) => ({
    task,
    dueAt: endOfDuty(calendar, workday(addDays(dayOf(world.now), Math.round((days * (index + 1)) / wording.staged.stages.length)))),
  }));
  const { task } = wording.staged;
  book.issue({ mode: 'staged', form: 'listed', task, stages, dueAt: stages.at(-1)!.dueAt, departments: ['housing', 'resources'] });
}

function after(calendar: CityCalendar, from: Instant, workingDays: number): Instant {
  let day = dayOf(from);
  for (let left = workingDays; left > 0;) {
    day = addDays(day, 1);
    if (isWorkday(calendar, day)) left -= 1;
  }
  return endOfDuty(calendar, day);
}

/** The number a lottery draw of that week would have: a year and about three draws a week. */
const seedIssue = (at: Instant): string => {
  const day = dayOf(at);
  const week = Math.floor((Date.parse(day) - Date.parse(`${day.slice(0, 4)}-01-01`)) / (7 * DAY));
  return `${day.slice(0, 4)}${String(week * 3 + 1).padStart(3, '0')}`;
};

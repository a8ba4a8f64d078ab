// Turns a recorded story into one that can be played any number of times: what has to be fresh becomes a slot, all else stays as recorded.
import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INSTANT = { from: 1.5e12, to: 5e12 };

/** What one playing makes up or learns from its own answers. */
export class Turn {
  began = Date.now();
  caseNumber = '';
  counter = 0;
  head = { number: 0, hash: '' };
  made = new Map();

  /** The same made-up value wherever the recording had the same. */
  fresh(recorded, make) {
    if (!this.made.has(recorded)) this.made.set(recorded, make());
    return this.made.get(recorded);
  }

  /** Takes the running number and the head of the log from this turn's own locked rows. */
  learn({ sql }, rows, day) {
    if (/FROM counters\b/.test(sql) && rows[0]) {
      this.counter = Number(rows[0].value) + 1;
      this.caseNumber = `${day}${String(this.counter).padStart(6, '0')}`;
    }
    if (/FROM event_head\b/.test(sql) && rows[0]) this.head = { number: Number(rows[0].number), hash: rows[0].hash };
  }

  next(column) {
    if (column === 'hash') return (this.head.hash = createHash('sha256').update(this.head.hash).digest('hex'));
    return ++this.head.number;
  }
}

/** A recording as steps whose parameters are values or functions of the turn. */
export function playable({ at, caseNumber, writes }) {
  const day = caseNumber.slice(0, 8);
  return writes.map(({ name, steps }) => ({
    name,
    day,
    steps: steps.map((step) => {
      const columns = columnsOf(step.sql);
      return { ...step, params: step.params.map((value, index) => slot(step.sql, columns[index], value, { at, caseNumber })) };
    }),
  }));
}

/** The column each parameter of a statement belongs to, as far as the fresh ones need it. */
function columnsOf(sql) {
  const inserted = /^INSERT INTO \w+ \(([^)]*)\) VALUES (.*)$/s.exec(sql);
  if (inserted) {
    const names = inserted[1].split(',').map((name) => name.trim());
    return Array.from(inserted[2].matchAll(/\?/g), (_, index) => names[index % names.length]);
  }
  return Array.from(sql.matchAll(/(\w+) (?:=|<|>) \?/g), ([, name]) => name);
}

function slot(sql, column, value, { at, caseNumber }) {
  const table = /(?:INSERT INTO|UPDATE|FROM) (\w+)/.exec(sql)?.[1];
  if (table === 'events' && sql.startsWith('INSERT') && (column === 'number' || column === 'hash')) return (turn) => turn.next(column);
  if (table === 'event_head' && (column === 'number' || column === 'hash')) return (turn) => turn.head[column];
  if (table === 'counters' && column === 'value') return (turn) => turn.counter;
  if (table === 'idempotency_keys' && column === 'id') return (turn) => turn.fresh(value, () => randomBytes(24).toString('base64url'));
  if (column === 'trackingHandle') return (turn) => turn.fresh(value, () => String(randomInt(1e9, 1e10)));
  if (typeof value === 'number' && value > INSTANT.from && value < INSTANT.to) return (turn) => value - at + turn.began;
  if (typeof value !== 'string') return value;
  if (UUID.test(value)) return (turn) => turn.fresh(value, randomUUID);
  if (caseNumber && value.includes(caseNumber)) return (turn) => value.replaceAll(caseNumber, turn.caseNumber);
  return value;
}

/** The parameters of a step for this turn. */
export const paramsFor = (step, turn) => step.params.map((value) => (typeof value === 'function' ? value(turn) : value));

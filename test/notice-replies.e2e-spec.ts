/** What carriers tell us: reports on messages and messages of people, each as often and in whatever order they please. */
import { Causes } from '../src/notices/causes.js';
import { Carriers } from '../src/notices/carriers.js';
import { type Message, Messenger, NotSent, type Receipt } from '../src/notices/messenger.js';
import { Forgetting } from '../src/notices/forgetting.js';
import { Notices } from '../src/notices/notices.js';
import { configJson } from '../src/platform/settings.js';
import type { RetentionSettings } from '../src/domain/retention.js';
import { Outbox } from '../src/notices/outbox.js';
import { Identities } from '../src/complainants/identities.js';
import { SYSTEM } from '../src/domain/case-state.js';
import { MINUTE } from '../src/domain/time.js';
import { EventLog } from '../src/events/event-log.js';
import { Texts } from '../src/cases/texts.js';
import { Clock } from '../src/platform/clock.js';
import { freshDatabase, type TestDatabase } from './support/database.js';
import { type Inside, openInside } from './support/inside.js';
import type { Json } from './support/client.js';
import { describeWithServer } from './support/skip.js';

const KEPT_DAYS = configJson<RetentionSettings>('retention.json').days.messageAddresses;

/** A carrier that does what the story says and keeps what it was given. */
class FakeMessenger extends Messenger {
  readonly given: Message[] = [];
  next: (message: Message) => Promise<Receipt> = ({ ref }) => Promise.resolve({ providerRef: `SM-${ref}`, state: 'sent' });
  found: Receipt | 'never-sent' | undefined;

  send(message: Message): Promise<Receipt> {
    this.given.push(message);
    return this.next(message);
  }

  override lookUp(): Promise<Receipt | 'never-sent' | undefined> {
    return Promise.resolve(this.found);
  }
}

describeWithServer('what carriers tell', () => {
  let database: TestDatabase;
  let inside: Inside;
  let notices: Notices;
  let carrier: FakeMessenger;
  let minutes = 0;
  let persons = 0;
  let messages = 0;

  beforeAll(async () => {
    database = await freshDatabase();
    inside = await openInside(database);
    const clock = inside.app.get(Clock);
    const began = clock.now();
    Object.assign(clock, { now: () => began + minutes * MINUTE });
    notices = inside.app.get(Notices);
    await inside.app.get(Causes).begin();
  });
  beforeEach(() => {
    carrier = new FakeMessenger();
    inside.app.get(Carriers).serve('sms', carrier);
  });
  afterAll(async () => {
    await inside?.app.close();
    await database?.drop();
  });

  const phone = () => `1390771${String(++persons).padStart(4, '0')}`;
  /** A case as the intake leaves it, of this number, received so many minutes ago. */
  const caseOf = async (number: string, patch: Record<string, unknown> = {}): Promise<string> => {
    const row = inside.caseRow({ receivedAt: inside.app.get(Clock).now(), ...patch });
    await inside.insert('cases', [row]);
    const identities = inside.app.get(Identities, { strict: false });
    await inside.insert('complainants', [identities.rowOf(row.caseNumber as string, false, { name: '金丝雀', phone: number })]);
    return row.caseNumber as string;
  };
  const tell = (type: string, caseNumber: string) =>
    inside.db.write((tx) =>
      inside.app.get(EventLog).append(tx, [{ type, facts: {}, by: SYSTEM, at: inside.app.get(Clock).now(), caseNumber, version: 1 }]),
    );
  const sweep = async () => {
    await inside.app.get(Causes).collect();
    await inside.app.get(Outbox).sweep();
  };
  const rowsOf = (caseNumber: string) => inside.db.readPrimary<Json>('SELECT * FROM notices WHERE caseNumber = ?', [caseNumber]);
  const noticeOf = async (caseNumber: string): Promise<Json> => (await rowsOf(caseNumber))[0];
  const told = async (number = phone()): Promise<string> => {
    const caseNumber = await caseOf(number);
    await tell('case.registered', caseNumber);
    return caseNumber;
  };
  const sent = async (): Promise<{ caseNumber: string; providerRef: string }> => {
    const caseNumber = await told();
    await sweep();
    return { caseNumber, providerRef: (await noticeOf(caseNumber)).providerRef };
  };
  const messagesOf = async (caseNumber: string): Promise<string[]> => {
    const sql = 'SELECT id, text FROM case_messages WHERE caseNumber = ? ORDER BY at, id';
    const rows = await inside.db.readPrimary<{ id: string; text: string }>(sql, [caseNumber]);
    const texts = inside.app.get(Texts, { strict: false });
    return rows.map(({ id, text }) => texts.open(text, 'case_messages.text', id));
  };
  const write = (from: string, text: string, providerRef = `IN-${++messages}`) => notices.received({ from, text, providerRef });

  describe('of a message', () => {
    it('leads forward and never back', async () => {
      const { caseNumber, providerRef } = await sent();
      expect((await noticeOf(caseNumber)).state).toBe('sent');
      for (const state of ['queued', 'delivered', 'sent', 'undelivered', 'failed'] as const) {
        expect(await notices.delivered(providerRef, state, '30003')).toBe(true);
      }
      expect(await noticeOf(caseNumber)).toMatchObject({ state: 'delivered', error: null });
    });

    it('names why it did not arrive', async () => {
      const { caseNumber, providerRef } = await sent();
      await notices.delivered(providerRef, 'undelivered', '30003');
      await notices.delivered(providerRef, 'delivered');
      expect(await noticeOf(caseNumber)).toMatchObject({ state: 'undelivered', error: '30003' });
    });

    it('is nothing when nobody knows the message', async () => {
      expect(await notices.delivered('SM-unknown', 'delivered')).toBe(false);
      expect(await notices.delivered('SM-unknown', 'delivered', undefined, '00000000-0000-0000-0000-000000000000')).toBe(false);
    });

    it('may come before the carrier has answered, and then stands', async () => {
      const caseNumber = await told();
      carrier.next = async ({ ref }) => {
        expect(await notices.delivered('SM-fast', 'delivered', undefined, ref)).toBe(true);
        return { providerRef: 'SM-fast', state: 'sent' };
      };
      await sweep();
      expect(await noticeOf(caseNumber)).toMatchObject({ state: 'delivered', providerRef: 'SM-fast' });
    });

    it('clears up what nobody knew', async () => {
      const caseNumber = await told();
      carrier.next = () => Promise.reject(new NotSent('unknown', 'no-answer'));
      await sweep();
      const { id, state, error } = await noticeOf(caseNumber);
      expect([state, error]).toEqual(['dead', 'outcome-unknown']);
      await notices.delivered('SM-late', 'delivered', undefined, id as string);
      expect(await noticeOf(caseNumber)).toMatchObject({ state: 'delivered', error: null, providerRef: 'SM-late' });
    });
  });

  describe('of a sender that vanished', () => {
    /** Taken, but never noted: what a kill between sending and settling leaves. */
    const lost = async (): Promise<string> => {
      const caseNumber = await told();
      await inside.app.get(Causes).collect();
      const lease = inside.app.get(Clock).now() + MINUTE;
      const sql = "UPDATE notices SET state = 'sending', attempts = 1, nextAt = NULL, leaseUntil = ? WHERE caseNumber = ?";
      await inside.db.write((tx) => tx.query(sql, [lease, caseNumber]));
      return caseNumber;
    };

    it.each<[Receipt | 'never-sent' | undefined, object, number]>([
      [{ state: 'sent', providerRef: 'SM-found' }, { state: 'sent', providerRef: 'SM-found' }, 0],
      ['never-sent', { state: 'sent' }, 1],
      [undefined, { state: 'dead', error: 'outcome-unknown' }, 0],
    ])('%j decides, once the lease has run out', async (found, state, handedOver) => {
      const caseNumber = await lost();
      carrier.found = found;
      await sweep();
      expect((await noticeOf(caseNumber)).state).toBe('sending');
      minutes += 2;
      await sweep();
      expect(await noticeOf(caseNumber)).toMatchObject(state);
      expect(carrier.given).toHaveLength(handedOver);
    });
  });

  it('is told once by eight sweeps at once', async () => {
    const cases = await Promise.all(Array.from({ length: 30 }, () => told()));
    await Promise.all(Array.from({ length: 8 }, sweep));
    await sweep();
    expect(carrier.given).toHaveLength(30);
    expect(new Set(carrier.given.map(({ ref }) => ref)).size).toBe(30);
    for (const caseNumber of cases) expect((await rowsOf(caseNumber)).map(({ state }: Json) => state)).toEqual(['sent']);
  });

  it('waits as long as it should, by the clock', async () => {
    const caseNumber = await told();
    carrier.next = () => Promise.reject(new NotSent('transient', 'http-503'));
    const tries: number[] = [];
    await sweep();
    for (let minute = 1; minute <= 200; minute++) {
      minutes += 1;
      const before = carrier.given.length;
      await sweep();
      if (carrier.given.length > before) tries.push(minute);
    }
    expect(tries).toEqual([1, 6, 36, 156]);
    expect(await noticeOf(caseNumber)).toMatchObject({ state: 'dead', error: 'http-503', attempts: 5 });
  });

  describe('of people', () => {
    it('is a message on their newest open case, once, in whatever form the number comes', async () => {
      const number = phone();
      const older = await caseOf(number, { receivedAt: Date.parse('2026-03-02T09:00:00+08:00') });
      const newest = await caseOf(number);
      await caseOf(number, { status: 'closed', receivedAt: inside.app.get(Clock).now() + 1 });
      await caseOf(number, { status: 'sealed', sealed: 1, receivedAt: inside.app.get(Clock).now() + 2 });
      expect(await write(`+86${number}`, ' 我有录音😀 ', 'IN-same')).toEqual({ outcome: 'message', caseNumber: newest });
      expect(await write(number, '我有录音😀', 'IN-same')).toEqual({ outcome: 'message', caseNumber: newest });
      expect([await messagesOf(newest), await messagesOf(older)]).toEqual([['我有录音😀'], []]);
      const events = await inside.db.readPrimary<Json>(
        "SELECT type, role, facts FROM events WHERE caseNumber = ? AND type = 'case.message-received'",
        [newest],
      );
      expect(events).toEqual([{ type: 'case.message-received', role: 'complainant', facts: '{}' }]);
    });

    it('is taken once when it comes ten times at once', async () => {
      const number = phone();
      const caseNumber = await caseOf(number);
      const all = await Promise.all(Array.from({ length: 10 }, () => write(`+86${number}`, '补充', 'IN-many')));
      expect(new Set(all.map((one) => JSON.stringify(one)))).toEqual(new Set([JSON.stringify({ outcome: 'message', caseNumber })]));
      expect(await messagesOf(caseNumber)).toEqual(['补充']);
    });

    it('is answered with the number to dial where there is no open case, once a day', async () => {
      const number = phone();
      const sealed = await caseOf(number, { status: 'sealed', sealed: 1 });
      for (const text of ['有人吗', '在吗']) expect(await write(`+86${number}`, text)).toEqual({ outcome: 'unmatched', caseNumber: null });
      await sweep();
      expect(carrier.given).toMatchObject([{ to: `+86${number}`, text: expect.stringContaining('请拨打12345') }]);
      minutes += 24 * 60;
      await write(`+86${number}`, '还在吗');
      await sweep();
      expect(carrier.given).toHaveLength(2);
      expect(await messagesOf(sealed)).toEqual([]);
      expect(await write('10086', '余额不足')).toEqual({ outcome: 'unmatched', caseNumber: null });
      await sweep();
      expect(carrier.given).toHaveLength(2);
    });

    it('that want no more get no more, until they want them again', async () => {
      const number = phone();
      const caseNumber = await caseOf(number);
      expect(await write(`+86${number}`, '退订')).toEqual({ outcome: 'stop', caseNumber: null });
      expect(await write(`+86${number}`, 'TD')).toEqual({ outcome: 'stop', caseNumber: null });
      await tell('case.registered', caseNumber);
      await sweep();
      expect([carrier.given, (await noticeOf(caseNumber)).error]).toEqual([[], 'opted-out']);
      expect(await messagesOf(caseNumber)).toEqual([]);
      expect((await write(`+86${number}`, '请问', `IN-${++messages}`)).outcome).toBe('message');
      expect((await notices.received({ from: `+86${number}`, text: '好', providerRef: 'IN-start', optOut: 'start' })).outcome).toBe(
        'start',
      );
      await tell('case.asked', caseNumber);
      await sweep();
      expect(carrier.given.map(({ text }) => text)).toEqual([expect.stringContaining('请您补充')]);
    });

    it('stands between a message that waits and its reader', async () => {
      const number = phone();
      const caseNumber = await told(number);
      await inside.app.get(Causes).collect();
      await write(`+86${number}`, 'STOP');
      await sweep();
      expect(await noticeOf(caseNumber)).toMatchObject({ state: 'unsent', error: 'opted-out' });
      expect(carrier.given).toEqual([]);
    });
  });

  it('goes on past a complainant whose record was tampered with', async () => {
    const [broken, whole] = [await told(), await told()];
    await inside.db.write((tx) => tx.query("UPDATE complainants SET phone = 'AAAA' WHERE caseNumber = ?", [broken]));
    await sweep();
    expect([(await rowsOf(broken)).length, (await noticeOf(whole)).state]).toEqual([0, 'sent']);
  });

  it('forgets where messages went once their time is over, and nothing else of them', async () => {
    const forgetting = inside.app.get(Forgetting);
    const { caseNumber } = await sent();
    carrier.next = () => Promise.reject(new NotSent('permanent', 'bad-number'));
    const undone = await told();
    await sweep();
    await forgetting.sweep();
    expect((await noticeOf(caseNumber)).recipient).not.toBe('');
    const before = minutes;
    minutes += (KEPT_DAYS + 1) * 24 * 60;
    const [fresh] = await Promise.all([told(), forgetting.sweep(), forgetting.sweep()]);
    expect(await noticeOf(caseNumber)).toMatchObject({ recipient: '', state: 'sent', template: 'registered' });
    expect(await noticeOf(undone)).toMatchObject({ recipient: '', state: 'cancelled', error: 'too-old' });
    const left = await inside.db.readPrimary("SELECT id FROM notices WHERE recipient <> '' AND createdAt < ?", [
      inside.app.get(Clock).now() - (KEPT_DAYS + 1) * 24 * 60 * MINUTE,
    ]);
    expect(left).toEqual([]);
    carrier.next = ({ ref }) => Promise.resolve({ providerRef: `SM-${ref}`, state: 'sent' });
    await sweep();
    expect(await forgetting.sweep()).toBe(0);
    expect((await noticeOf(fresh)).recipient).not.toBe('');
    minutes = before;
  });
});

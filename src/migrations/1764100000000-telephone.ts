import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  calls: {
    columns: [
      'callId* varchar(36)',
      'carrierLeg? varchar(64)',
      'carrierRoom? varchar(64)',
      'direction varchar(12)',
      'status varchar(12)',
      'outcome? varchar(12)',
      'skill varchar(16)',
      'number? text',
      'numberIndex? varchar(32)',
      'startedAt bigint',
      'queuedAt? bigint',
      'answeredAt? bigint',
      'endedAt? bigint',
      'waitedSeconds integer',
      'talkSeconds integer',
      'heldSeconds integer',
      'wrapUpSeconds integer',
      'agent? varchar(64)',
      'wrapUp? varchar(24)',
      'note? text',
      'facts text',
      'checkAt? bigint',
    ],
    indexes: [
      'unique calls_leg: carrierLeg',
      'calls_status: status, queuedAt',
      'calls_started: startedAt',
      'calls_agent: agent, startedAt',
      'calls_number: numberIndex, startedAt',
      'calls_check: checkAt, callId',
    ],
  },
  call_cases: { columns: ['callId* varchar(36)', 'caseNumber* varchar(14)'], indexes: ['call_cases_case: caseNumber'] },
  recordings: {
    columns: [
      'id* varchar(36)',
      'callId varchar(36)',
      'ref varchar(64)',
      'kind varchar(12)',
      'state varchar(12)',
      'seconds integer',
      'channels integer',
      'bytes integer',
      'sha256? varchar(64)',
      'at bigint',
      'attempts integer',
      'nextAt? bigint',
      'expiresAt? bigint',
    ],
    indexes: ['unique recordings_ref: ref', 'recordings_call: callId', 'recordings_next: nextAt, id', 'recordings_expiry: expiresAt'],
  },
  recording_tickets: {
    columns: ['tokenHash* varchar(43)', 'recordingId varchar(36)', 'username varchar(64)', 'expiresAt bigint', 'usedAt? bigint'],
    indexes: ['recording_tickets_expiry: expiresAt'],
  },
  agents: {
    columns: [
      'username* varchar(64)',
      'state varchar(12)',
      'reason? varchar(24)',
      'since bigint',
      'idleSince bigint',
      'seenAt bigint',
      'callId? varchar(36)',
      'skills text',
      'wrapUpUntil? bigint',
    ],
    indexes: ['agents_state: state'],
  },
  agent_states: {
    columns: [
      'id* varchar(36)',
      'username varchar(64)',
      'state varchar(12)',
      'reason? varchar(24)',
      'since bigint',
      'endedAt? bigint',
      'callId? varchar(36)',
      'changedBy varchar(64)',
    ],
    indexes: ['agent_states_username: username, since', 'agent_states_since: since'],
  },
  tasks: {
    columns: [
      'id* varchar(48)',
      'kind varchar(16)',
      'callId varchar(36)',
      'state varchar(8)',
      'claimedBy? varchar(64)',
      'createdAt bigint',
      'dueAt bigint',
      'doneAt? bigint',
      'result? text',
    ],
    indexes: ['tasks_state: state, dueAt', 'tasks_claimed: claimedBy, state', 'tasks_call: callId'],
  },
};

/** The telephone: calls, their recordings, the operators' desk and what calls leave to do. */
export class Telephone1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.query("INSERT INTO counters (name, value) VALUES ('desk', 0)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
    await runner.query("DELETE FROM counters WHERE name = 'desk'");
  }
}

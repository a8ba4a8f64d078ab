import { isoOf } from '../domain/time.js';
import type { TailedEvent } from '../events/tail.js';

/** What the desk is told: what happened to which call, and to whom it matters. Source: surface text, socket `calls`. */
export interface DeskFrame {
  type: string;
  callId?: string;
  agent?: string;
  at: string;
}

/** Event types in the words of the border; others are told by their own name without its first part. */
const TYPES: Readonly<Record<string, string>> = {
  'call.offered': 'offered',
  'call.accepted': 'taken',
  'call.connected': 'answered',
  'call.held': 'held',
  'call.ended': 'ended',
  'agent.state-changed': 'agent-state',
};

/** The frame of a desk event, and the people it names. */
export function deskFrameOf({ type, at, facts }: TailedEvent): { frame: DeskFrame; agents: string[] } {
  const { callId, agent, supervisor, to, with: others = [] } = JSON.parse(facts) as Record<string, unknown>;
  const agents = [agent, supervisor, to, ...(others as unknown[])].filter((one): one is string => typeof one === 'string');
  const frame = {
    type: TYPES[type] ?? type.replace(/^\w+\./, ''),
    ...(typeof callId === 'string' ? { callId } : {}),
    ...(typeof agent === 'string' ? { agent } : {}),
    at: isoOf(Number(at)),
  };
  return { frame, agents };
}

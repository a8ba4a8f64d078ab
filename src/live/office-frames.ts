import { isoOf } from '../domain/time.js';
import type { TailedEvent } from '../events/tail.js';

/** What those concerned are told of the office's papers: that something happened; what, they read from the paper itself. */
export interface OfficeFrame {
  type: string;
  at: string;
}

/** The frame of an event of the office, and the departments it is addressed to. Source: surface text, live. */
export function officeFrameOf({ type, at, facts }: TailedEvent): { frame: OfficeFrame; departments: string[] } {
  const { departmentCode, departments } = JSON.parse(facts) as Record<string, unknown>;
  const named = [departmentCode, ...(Array.isArray(departments) ? (departments as unknown[]) : [])];
  return { frame: { type, at: isoOf(Number(at)) }, departments: named.filter((one): one is string => typeof one === 'string') };
}

import { configJson } from '../platform/settings.js';
import type { OrderFinding } from '../domain/office-vocabulary.js';

/** What people of the demo city write in orders, appeals and letters: `config/demo/supervision.json`. */
export interface OfficeWording {
  appeal: string[];
  uphold: string[];
  withdraw: string[];
  dismiss: string[];
  take: string[];
  tasks: string[];
  reports: string[];
  returns: string[];
  conclusions: Record<OrderFinding, string[]>;
  periodic: string[];
  staged: { task: string; stages: string[] };
  spotCheck: string;
  spotReports: string[];
  interview: string;
  grounds: string[];
  quarter: string;
  letters: string[];
  letterReturns: string[];
  persons: string[];
  posts: string[];
}

export const loadOfficeWording = (): OfficeWording => configJson<OfficeWording>('demo/supervision.json');

/** The public half of the API: shapes as the server sends them, and one client that turns every failure into a `Refusal`. */

export type {
  Category,
  Complaint,
  Department,
  Figure,
  Filed,
  Meta,
  NotKept,
  PublicCase,
  PublicCasePage,
  Published,
  Invited,
  MatterCard,
  MatterCardPage,
  PublicArticle,
  PublicArticlePage,
  PublishedFee,
  PublishedFeePage,
  SetUp,
  Survey,
  Ticket,
  Tracked,
  WayIn,
} from '../api/types';
import type { Ticket } from '../api/types';
import { heard, isFromServer, unheard } from '../connection';

/** What the server said no with; status 0: it could not be reached (`offline`), or it is not known whether what was sent arrived (`unsure`). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly fields: { field: string; code: string }[] = [],
  ) {
    super(code);
  }
}

const PREFIX = '/api/v1';
const PATIENCE_MS = 30_000;

interface Problem {
  code?: string;
  facts?: { fields?: { field: string; code: string }[] };
}

const refusal = (status: number, body: string): Refusal => {
  let problem: Problem = {};
  try {
    problem = JSON.parse(body) as Problem;
  } catch {
    // A proxy in between may answer in HTML: the status alone has to do.
  }
  return new Refusal(status, problem.code ?? 'unknown', problem.facts?.fields ?? []);
};

async function call<T>(path: string, init: RequestInit): Promise<T> {
  const patience = new AbortController();
  const timer = window.setTimeout(() => patience.abort(), PATIENCE_MS);
  const mayArrive = init.method !== undefined && navigator.onLine;
  try {
    // Without cookies: a clerk who is signed in on this machine files and tracks like anybody else.
    const headers = { Accept: 'application/json', 'Accept-Language': document.documentElement.lang, ...init.headers };
    const response = await fetch(PREFIX + path, { ...init, headers, credentials: 'omit', signal: patience.signal });
    const text = await response.text();
    if (isFromServer(response.status)) heard();
    else unheard();
    if (!response.ok) throw refusal(response.status, text);
    return (text ? JSON.parse(text) : undefined) as T;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    unheard();
    throw new Refusal(0, mayArrive ? 'unsure' : 'offline');
  } finally {
    window.clearTimeout(timer);
  }
}

export const read = <T>(path: string) => call<T>(path, {});

export const send = <T>(path: string, body: object, headers: Record<string, string> = {}) =>
  call<T>(path, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });

/** Uploads one file to a case; XMLHttpRequest because fetch tells no upload progress. */
export function upload(ticket: Ticket, file: File, progress: (percent: number) => void): Promise<void> {
  const form = new FormData();
  form.append('caseNumber', ticket.caseNumber);
  form.append('trackingCode', ticket.trackingCode);
  form.append('file', file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${PREFIX}/public/track/attachments`);
    request.upload.onprogress = (event) => event.lengthComputable && progress(Math.round((event.loaded / event.total) * 100));
    request.onload = () => (request.status < 300 ? resolve() : reject(refusal(request.status, request.responseText)));
    request.onerror = () => reject(new Refusal(0, 'offline'));
    request.send(form);
  });
}

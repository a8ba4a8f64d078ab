import type { TrackMessage, TrackView } from '../cases/tracking.dto.js';
import type { Instant } from '../domain/time.js';
import { html, type Html } from '../platform/http/html.js';
import { choices, type Filled, hidden, input, textarea } from './controls.js';
import { CITY, type Language, type Voice } from './frame.js';

export interface Ticket {
  caseNumber: string;
  trackingCode: string;
}

/** Number and code, to see a case. */
export function askPage({ language, said: { track } }: Voice, filled: Filled, refusal?: string): Html {
  return html` <p class="lead">${track.lead}</p>
    ${refusal && html`<p class="note bad" role="alert">${refusal}</p>`}
    <form method="post" action="/plain/track">
      ${hidden('lang', language)}
      ${input(filled, { id: 'caseNumber', label: track.number }, 'text', html` inputmode="numeric" autocomplete="off" required`)}
      ${input(filled, { id: 'trackingCode', label: track.code, help: track.codeHelp }, 'text', html` inputmode="numeric" autocomplete="off" required`)}
      <p class="row"><button type="submit" class="button">${track.show}</button></p>
      <p class="help">${track.lost(CITY.hotline)}</p>
    </form>`;
}

/** `2026-11-22 15:04` of an instant that is written in the city's time. */
const minute = (at: string): string => at.slice(0, 16).replace('T', ' ');

/** A day as a person says it: 12月1日, 1 December. */
const dayOf = (at: string, language: Language): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { timeZone: 'Asia/Shanghai', month: 'long', day: 'numeric' }).format(
    new Date(at),
  );

/** Only while something is still owed, and not twice when the status names the day already. */
function dueLine({ language, said: { track } }: Voice, found: TrackView, now: Instant): string {
  if (!found.dueAt || !found.canWithdraw) return '';
  const day = dayOf(found.dueAt, language);
  if (Date.parse(found.dueAt) < now) return track.overdue(day);
  return (language === 'en' ? found.statusTextEn : found.statusText).includes(day) ? '' : track.due(day);
}

/** What is said above a case: that something was done, or why not, with what was written of it. */
export interface Told {
  good?: string;
  bad?: string;
  kept?: { doing: string; values: Filled['values'] };
}
export interface Around {
  now: Instant;
  /** The departments on the case, as the page's reader calls them. */
  offices: string;
}

/** Where a case stands, and what its complainant may do: each a form of its own. Source: domain text, section 11. */
export function casePage(voice: Voice, ticket: Ticket, found: TrackView, { now, offices }: Around, told: Told = {}): Html {
  const { language, said } = voice;
  const kept = (doing: string): Filled['values'] => (told.kept?.doing === doing ? told.kept.values : {});
  const due = dueLine(voice, found, now);
  const { track } = said;
  const english = language === 'en';
  const form = (action: string, inside: Html): Html =>
    html`<form method="post" action="/plain/track${action}">
      ${hidden('lang', language)}${hidden('caseNumber', ticket.caseNumber)}${hidden('trackingCode', ticket.trackingCode)}${inside}
    </form>`;
  const messages = (list: readonly TrackMessage[]): Html =>
    html`<ol class="messages">
      ${list.map(
        ({ direction, at, text }) =>
          html`<li class="${direction}">
            <p class="help">${direction === 'in' ? track.me : track.us} · <time datetime="${at}">${minute(at)}</time></p>
            <p>${text}</p>
          </li>`,
      )}
    </ol>`;
  return html` ${told.good && html`<p class="note good" role="status">${told.good}</p>`}${told.bad && html`<p class="note bad" role="alert">${told.bad}</p>`}
    <div class="part-head">
      <p class="tabular number" translate="no">${found.caseNumber}</p>
      ${form('', html`<button type="submit" class="quiet">${track.refresh}</button>`)}
    </div>
    <section class="state">
      <h2 class="visually-hidden">${track.status}</h2>
      <p class="status">${english ? found.statusTextEn : found.statusText}</p>
      ${due && html`<p class="due">${due}</p>`}${offices && html`<p class="help">${track.departments} ${offices}</p>`}
    </section>
    ${
      found.publicReply &&
      html`<section>
        <h2>${track.reply}</h2>
        <div class="letter">${found.publicReply}</div>
      </section>`
    }
    ${
      found.questions.length > 0 &&
      html`<section class="asked">
        <h2>${track.questions}</h2>
        ${messages(found.questions)}
      </section>`
    }
    ${
      found.canRate
        ? html`<section>
            <h2>${track.rate}</h2>
            ${form('/rating', ratingForm(voice, { values: kept('rating'), problems: {} }))}
          </section>`
        : found.rating && html`<p class="note good">${track.rated}</p>`
    }
    <section>
      <h2>${track.timeline}</h2>
      <ol class="timeline">
        ${[...found.timeline].reverse().map(
          ({ at, text, textEn }) =>
            html`<li>
              <time datetime="${at}">${minute(at)}</time>
              <p>${english ? textEn : text}</p>
            </li>`,
        )}
      </ol>
    </section>
    <section>
      <h2>${track.messages}</h2>
      ${found.messages.length > 0 && messages(found.messages)}
      ${form('/messages', sayForm({ id: 'message', label: found.questions.length > 0 ? track.answerTo : track.add, help: track.addHelp }, 'text', kept('messages'), track.addSend, 'plain'))}
    </section>
    ${found.canReopen && folded(track.reopen, kept('reopening'), form('/reopening', sayForm({ id: 'reopen', label: track.reopenReason }, 'reason', kept('reopening'), track.reopenSend, 'plain')))}
    ${found.canWithdraw && folded(track.withdraw, kept('withdrawal'), form('/withdrawal', sayForm({ id: 'withdraw', label: track.withdrawReason, help: track.withdrawHelp }, 'reason', kept('withdrawal'), track.withdrawSend, 'danger')))}`;
}

/** Folded until asked for; open when what was written there is shown again. */
const folded = (title: string, kept: Filled['values'], inside: Html): Html =>
  html`<details class="fold" ${Object.keys(kept).length > 0 && html` open`}>
    <summary>${title}</summary>
    ${inside}
  </details>`;

/** One text and the button that sends it; several such forms stand on a page, so that a field's id is not its name alone. */
const sayForm = (
  { id, label, help }: { id: string; label: string; help?: string },
  name: string,
  kept: Filled['values'],
  button: string,
  look: string,
): Html =>
  html`<div class="field">
      <label for="${id}">${label}</label>
      <textarea id="${id}" name="${name}" rows="3" maxlength="2000" ${help && html` aria-describedby="${id}-help"`}>${kept[name]}</textarea>
      ${help && html`<p class="help" id="${id}-help">${help}</p>`}
    </div>
    <p class="row"><button type="submit" class="button ${look}">${button}</button></p>`;

function ratingForm({ said: { track } }: Voice, filled: Filled): Html {
  const listed = (names: Record<string, string>) => Object.entries(names).map(([value, name]) => ({ value, name }));
  return html`<p class="help">${track.rateHelp}</p>
    ${choices(filled, { id: 'solved', label: track.solved }, listed(track.solvedOptions))}
    ${choices(filled, { id: 'contacted', label: track.contacted }, listed(track.contactedOptions))}
    ${choices(filled, { id: 'satisfied', label: track.satisfied }, listed(track.satisfiedOptions))}
    ${textarea(filled, { id: 'comment', label: track.comment }, 3, html` maxlength="2000"`)}
    <p class="row"><button type="submit" class="button">${track.rateSend}</button></p>`;
}

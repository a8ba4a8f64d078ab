import type { TrackMessage, TrackView } from '../cases/tracking.dto.js';
import { html, type Html } from '../platform/http/html.js';
import { choices, type Filled, hidden, input, textarea } from './controls.js';
import type { Voice } from './frame.js';

export interface Ticket {
  caseNumber: string;
  trackingCode: string;
}
const NOTHING: Filled = { values: {}, problems: {} };

/** Number and code, to see a case. */
export function askPage({ language, said: { track } }: Voice, filled: Filled, refusal?: string): Html {
  return html` <p class="lead">${track.lead}</p>
    ${refusal && html`<p class="note bad" role="alert">${refusal}</p>`}
    <form method="post" action="/plain/track">
      ${hidden('lang', language)}
      ${input(filled, { id: 'caseNumber', label: track.number }, 'text', html` inputmode="numeric" autocomplete="off" required`)}
      ${input(filled, { id: 'trackingCode', label: track.code, help: track.codeHelp }, 'text', html` inputmode="numeric" autocomplete="off" required`)}
      <p class="row"><button type="submit" class="button">${track.show}</button></p>
    </form>`;
}

/** `2026-11-22 15:04` of an instant that is written in the city's time. */
const minute = (at: string): string => at.slice(0, 16).replace('T', ' ');

/** Where a case stands, and what its complainant may do: each a form of its own. Source: domain text, section 11. */
export function casePage(voice: Voice, ticket: Ticket, found: TrackView, told: { good?: string; bad?: string } = {}): Html {
  const { language, said } = voice;
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
            ${form('/rating', ratingForm(voice))}
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
      ${form('/messages', sayForm('message', found.questions.length > 0 ? track.answerTo : track.add, track.addHelp, 'text', track.addSend, 'plain'))}
    </section>
    ${found.canReopen && folded(track.reopen, form('/reopening', sayForm('reopen', track.reopenReason, undefined, 'reason', track.reopenSend, 'plain')))}
    ${found.canWithdraw && folded(track.withdraw, form('/withdrawal', sayForm('withdraw', track.withdrawReason, track.withdrawHelp, 'reason', track.withdrawSend, 'danger')))}`;
}

const folded = (title: string, inside: Html): Html =>
  html`<details class="fold">
    <summary>${title}</summary>
    ${inside}
  </details>`;

/** One text and the button that sends it; several such forms stand on a page, so that a field's id is not its name alone. */
const sayForm = (id: string, label: string, help: string | undefined, name: string, button: string, look: string): Html =>
  html`<div class="field">
      <label for="${id}">${label}</label>
      <textarea id="${id}" name="${name}" rows="3" maxlength="2000" ${help && html` aria-describedby="${id}-help"`}></textarea>
      ${help && html`<p class="help" id="${id}-help">${help}</p>`}
    </div>
    <p class="row"><button type="submit" class="button ${look}">${button}</button></p>`;

function ratingForm({ said: { track } }: Voice): Html {
  const listed = (names: Record<string, string>) => Object.entries(names).map(([value, name]) => ({ value, name }));
  return html`<p class="help">${track.rateHelp}</p>
    ${choices(NOTHING, { id: 'solved', label: track.solved }, listed(track.solvedOptions))}
    ${choices(NOTHING, { id: 'contacted', label: track.contacted }, listed(track.contactedOptions))}
    ${choices(NOTHING, { id: 'satisfied', label: track.satisfied }, listed(track.satisfiedOptions))}
    ${textarea(NOTHING, { id: 'comment', label: track.comment }, 3, html` maxlength="2000"`)}
    <p class="row"><button type="submit" class="button">${track.rateSend}</button></p>`;
}

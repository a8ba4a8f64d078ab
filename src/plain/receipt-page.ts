import type { IntakeReceipt } from '../cases/intake.dto.js';
import type { NotKeptReceipt } from '../cases/not-kept.dto.js';
import { html, type Html } from '../platform/http/html.js';
import { hidden } from './controls.js';
import type { Voice } from './frame.js';

/** Digits in fours, as people copy them. */
const grouped = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1 ');

/** The only time the code is shown: to write down, to print, to follow the case with. */
export function receiptPage({ language, said: { done } }: Voice, { caseNumber, trackingCode, warnings }: IntakeReceipt): Html {
  return html` <div class="receipt">
      <dl>
        <dt>${done.number}</dt>
        <dd class="tabular" translate="no">${caseNumber}</dd>
        <dt>${done.code}</dt>
        <dd class="tabular" translate="no">${grouped(trackingCode)}</dd>
      </dl>
      <p class="once">${done.once}</p>
    </div>
    ${warnings?.some(({ field }) => field.endsWith('uscc')) && html`<p class="note">${done.uscc}</p>`}
    <h2>${done.nextTitle}</h2>
    <ol class="plain-steps">
      ${done.next.map((one) => html`<li>${one}</li>`)}
    </ol>
    <form method="post" action="/plain/track">
      ${hidden('lang', language)}${hidden('caseNumber', caseNumber)}${hidden('trackingCode', trackingCode)}
      <p class="row">
        <button type="submit" class="button plain">${done.toTrack}</button> <a href="/plain/file?lang=${language}">${done.another}</a>
      </p>
    </form>`;
}

/** About the commission's own head: nothing was kept, and where to go. Source: domain text 6.4. */
export function notKeptPage({ language, said: { notKept } }: Voice, { receiptNumber, addressee }: NotKeptReceipt): Html {
  const english = language === 'en';
  return html` <p class="lead">${notKept.why}</p>
    <dl class="ticket">
      <div>
        <dt>${notKept.number}</dt>
        <dd class="tabular" translate="no">${receiptNumber}</dd>
      </div>
      <div>
        <dt>${notKept.goTo}</dt>
        <dd>${(english && addressee.nameEn) || addressee.name}</dd>
      </div>
      <div>
        <dt>${notKept.address}</dt>
        <dd>${(english && addressee.addressEn) || addressee.address}</dd>
      </div>
      <div>
        <dt>${notKept.phone}</dt>
        <dd class="tabular">${addressee.phone}</dd>
      </div>
    </dl>
    <p>${notKept.nothing.split(/(?<=[。.])\s*/)[0]}</p>`;
}

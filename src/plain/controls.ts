import { html, type Html, type Piece } from '../platform/http/html.js';

/** What a form was sent with and what was wrong with it, by the names of its fields. */
export interface Filled {
  values: Readonly<Record<string, string>>;
  problems: Readonly<Record<string, string>>;
}
interface Asked {
  id: string;
  label: string;
  help?: string | undefined;
  optional?: string | undefined;
}

const tied = (id: string, help: boolean, wrong: boolean): Html => {
  const by = [help && `${id}-help`, wrong && `${id}-error`].filter(Boolean).join(' ');
  return html`${by && html` aria-describedby="${by}"`}${wrong && html` aria-invalid="true"`}`;
};
const told = (id: string, problem: string | undefined): Html => html`${problem && html`<p class="error" id="${id}-error">${problem}</p>`}`;

/** A question with its label, help and error; `control` gets the attributes that tie it to them. */
export function field({ problems }: Filled, { id, label, help, optional }: Asked, control: (ties: Html) => Html): Html {
  const problem = problems[id];
  return html`<div class="field${problem && ' wrong'}">
    <label for="${id}">${label}${optional && html`<span class="optional">${optional}</span>`}</label>
    ${control(html`id="${id}" name="${id}"${tied(id, !!help, !!problem)}`)}
    ${help && html`<p class="help" id="${id}-help">${help}</p>`}${told(id, problem)}
  </div>`;
}

export const input = (filled: Filled, asked: Asked, type: string, more: Html = html``): Html =>
  field(filled, asked, (ties) => html`<input ${ties} type="${type}" value="${filled.values[asked.id]}" ${more} />`);

export const textarea = (filled: Filled, asked: Asked, rows: number, more: Html = html``): Html =>
  field(filled, asked, (ties) => html`<textarea ${ties} rows="${rows}" ${more}>${filled.values[asked.id]}</textarea>`);

export interface Option {
  value: string;
  name: string;
}
export const options = (list: readonly Option[], chosen: string | undefined): Html[] =>
  list.map(({ value, name }) => html`<option value="${value}" ${value === chosen && html` selected`}>${name}</option>`);

export const select = (filled: Filled, asked: Asked, inside: Piece): Html =>
  field(
    filled,
    asked,
    (ties) =>
      html`<select ${ties}>
        ${inside}
      </select>`,
  );

/** One of a few, each with its own words. */
export function choices(filled: Filled, { id, label }: Asked, list: readonly (Option & { help?: string })[]): Html {
  const problem = filled.problems[id];
  return html`<fieldset class="field${problem && ' wrong'}" id="${id}" ${problem && html` aria-describedby="${id}-error"`}>
    <legend>${label}</legend>
    ${told(id, problem)}
    <div class="choices">
      ${list.map(
        ({ value, name, help }) =>
          html`<label class="choice">
            <input type="radio" name="${id}" value="${value}" ${filled.values[id] === value && html` checked`} />
            <span><span class="choice-name">${name}</span>${help && html`<span class="choice-help">${help}</span>`}</span>
          </label>`,
      )}
    </div>
  </fieldset>`;
}

/** What is wrong, before the form, each a way to its field; nothing when nothing is. */
export function summary({ problems }: Filled, title: string): Html {
  const entries = Object.entries(problems);
  if (entries.length === 0) return html``;
  return html`<div class="note bad" role="alert">
    <p><strong>${title}</strong></p>
    <ul>
      ${entries.map(([id, text]) => html`<li><a href="#${id}">${text}</a></li>`)}
    </ul>
  </div>`;
}

export const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}" />`;

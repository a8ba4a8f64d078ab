import { html, type Html } from '../platform/http/html.js';
import { choices, type Filled, hidden, input, type Option, options, select, summary, textarea } from './controls.js';
import { CITY, type Voice } from './frame.js';

/** What the form chooses from, as the city has it now. */
export interface Lists {
  groups: readonly { name: string; nameEn: string; leaves: Lists['departments'] }[];
  departments: readonly { code: string; name: string; nameEn: string }[];
}

const of = (list: readonly { code: string; name: string; nameEn: string }[], { named }: Voice): Option[] =>
  list.map((one) => ({ value: one.code, name: named(one) }));

/** The public form on one page: what happened, who tells it, one button. Source: domain text, section 11. */
export function formPage(voice: Voice, filled: Filled, lists: Lists): Html {
  const { said, language } = voice;
  const { file, plain, errors } = said;
  const wrong = Object.keys(filled.problems).length;
  return html` <p class="lead">${plain.intro} <a href="/file">${plain.full}</a></p>
    ${summary(filled, `${errors.summary(wrong)}${language === 'en' ? '. ' : '。'}${plain.again}`)}
    <form method="post" action="/plain/file">
      ${hidden('lang', language)}${hidden('key', filled.values.key ?? '')}
      <h2>${file.steps[0]}</h2>
      ${whatHappened(voice, filled, lists)}
      <details class="fold" ${filled.values.more && html` open`}>
        <summary>${plain.more}</summary>
        ${details(voice, filled)}
      </details>
      <h2>${file.steps[1]}</h2>
      ${whoTells(voice, filled)}
      <p class="row"><button type="submit" class="button">${plain.send}</button></p>
      <p class="help">${file.againSafe}</p>
    </form>`;
}

function whatHappened(voice: Voice, filled: Filled, { groups, departments }: Lists): Html {
  const { file } = voice.said;
  const { categoryCode, accusedDepartmentCode } = filled.values;
  const category = groups.map(
    (group) => html`<optgroup label="${voice.named(group)}">${options(of(group.leaves, voice), categoryCode)}</optgroup>`,
  );
  return html`${choices(
    filled,
    { id: 'kind', label: file.kind },
    Object.entries(file.kinds).map(([value, words]) => ({ value, ...words })),
  )}
  ${select(filled, { id: 'categoryCode', label: file.category, help: file.categoryHelp }, [
    html`<option value="">${file.categoryUnsure}</option>`,
    ...category,
  ])}
  ${textarea(filled, { id: 'description', label: file.description, help: file.descriptionHelp }, 8, html` required maxlength="10000"`)}
  ${select(filled, { id: 'accusedDepartmentCode', label: file.department, help: file.departmentHelp }, [
    html`<option value="">${file.departmentNone}</option>`,
    ...options(of(departments, voice), accusedDepartmentCode),
  ])}
  ${input(filled, { id: 'namedOfficial', label: file.official, help: file.officialHelp }, 'text', html` maxlength="60" autocomplete="off"`)}
  ${yesNo(filled, { id: 'aboutCommissionHead', label: file.aboutHead, help: file.aboutHeadHelp }, file.isHead, file.isNotHead)}`;
}

const yesNo = (filled: Filled, asked: { id: string; label: string; help?: string }, yes: string, no: string): Html =>
  select(filled, asked, [
    html`<option value=""></option>`,
    ...options(
      [
        { value: 'yes', name: yes },
        { value: 'no', name: no },
      ],
      filled.values[asked.id],
    ),
  ]);

function details({ said: { file } }: Voice, filled: Filled): Html {
  const regions = CITY.regions.map(({ name }) => ({ value: name, name }));
  return html` ${input(filled, { id: 'title', label: file.subject }, 'text', html` maxlength="120"`)}
  ${input(filled, { id: 'occurredAt', label: file.when, help: file.whenHelp }, 'date')}
  ${select(filled, { id: 'region', label: file.region }, [
    html`<option value="">${file.regionNone}</option>`,
    ...options(regions, filled.values.region),
  ])}
  ${input(filled, { id: 'address', label: file.address, help: file.addressHelp }, 'text', html` maxlength="200"`)}
  ${input(filled, { id: 'amountInvolved', label: file.amount, help: file.amountHelp }, 'text', html` inputmode="decimal"`)}
  ${input(filled, { id: 'visits', label: file.visits, help: file.visitsHelp }, 'text', html` inputmode="numeric"`)}
  ${yesNo(filled, { id: 'basisShown', label: file.basis }, file.had, file.hadNot)}
  ${yesNo(filled, { id: 'receiptGiven', label: file.receipt }, file.had, file.hadNot)}`;
}

function whoTells({ said: { file } }: Voice, filled: Filled): Html {
  return html`${choices(filled, { id: 'anonymous', label: file.who }, [
      { value: 'named', name: file.named, help: file.namedHelp },
      { value: 'anonymous', name: file.anonymous, help: file.anonymousHelp },
    ])}
    ${input(filled, { id: 'name', label: file.name }, 'text', html` autocomplete="name" maxlength="60"`)}
    ${input(filled, { id: 'phone', label: file.phone, help: file.phoneHelp }, 'tel', html` autocomplete="tel" maxlength="30"`)}
    ${input(filled, { id: 'email', label: file.email }, 'email', html` autocomplete="email" maxlength="120"`)}
    ${input(filled, { id: 'organisation', label: file.organisation }, 'text', html` autocomplete="organization" maxlength="120"`)}
    ${input(filled, { id: 'uscc', label: file.uscc, help: file.usccHelp }, 'text', html` autocomplete="off" maxlength="30"`)}
    <label class="choice"
      ><input type="checkbox" name="consentToBeNamed" value="yes" ${filled.values.consentToBeNamed && html` checked`} />
      <span><span class="choice-name">${file.consent}</span><span class="choice-help">${file.consentHelp}</span></span></label
    >`;
}

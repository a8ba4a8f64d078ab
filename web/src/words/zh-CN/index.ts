import { accounts } from './accounts.js';
import { actions } from './actions.js';
import { assessment } from './assessment.js';
import { articles } from './articles.js';
import { behaviours } from './behaviours.js';
import { calendar } from './calendar.js';
import { cases } from './cases.js';
import { desk } from './desk.js';
import { overview } from './overview.js';
import { enterprises, projects } from './enterprises.js';
import { fees } from './fees.js';
import { figures } from './figures.js';
import { frame } from './frame.js';
import { hall } from './hall.js';
import { home } from './home.js';
import { imports } from './imports.js';
import { investigations } from './investigations.js';
import { machine } from './machine.js';
import { me } from './me.js';
import { notices } from './notices.js';
import { office } from './office.js';
import { offline } from './offline.js';
import { organisation } from './organisation.js';
import { onecase } from './onecase.js';
import { palette } from './palette.js';
import { passkeys } from './passkeys.js';
import { places } from './places.js';
import { publicity } from './publicity.js';
import { refusals } from './refusals.js';
import { register } from './register.js';
import { ruleValues } from './rule-values.js';
import { rules } from './rules.js';
import { tour } from './tour.js';
import { questionnaires, visits } from './outreach.js';
import { cards, watchers } from './watchers.js';
import { texts } from './texts.js';
import { vocabulary } from './vocabulary.js';
import { webhooks } from './webhooks.js';

export const zh = {
  accounts,
  actions,
  assessment,
  articles,
  behaviours,
  calendar,
  cases,
  desk,
  fees,
  figures,
  frame,
  hall,
  home,
  imports,
  investigations,
  machine,
  me,
  notices,
  office,
  offline,
  onecase,
  organisation,
  overview,
  palette,
  passkeys,
  places,
  publicity,
  refusals,
  register,
  rules,
  ruleValues,
  tour,
  texts,
  vocabulary,
  enterprises,
  projects,
  questionnaires,
  visits,
  cards,
  watchers,
  webhooks,
};

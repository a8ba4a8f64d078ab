/** English names of the published figures by the server's keys. */
export const names: Record<string, string> = {
  received: 'Cases received',
  closed: 'Cases closed',
  answered: 'Answered directly',
  'response-rate': 'Signed in time and contacted',
  'on-time-closing': 'Answered in time',
  'solution-rate': 'Solved',
  satisfaction: 'Satisfied',
  'handling-hours': 'Mean hours to closing',
};

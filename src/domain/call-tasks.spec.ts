import { openTaskActions, type TaskAction } from './call-tasks.js';
import type { Role } from './vocabulary.js';

const li = { username: 'li', roles: ['operator'] as Role[] };
const wang = { username: 'wang', roles: ['operator'] as Role[] };
const chief = { username: 'chief', roles: ['supervisor'] as Role[] };

describe('a task of the hall', () => {
  it.each<[string, 'open' | 'claimed' | 'done', string | null, typeof li, TaskAction[]]>([
    ["is anybody's to take on or end while nobody has it", 'open', null, li, ['claim', 'done']],
    ['is ended or put back by whoever has it', 'claimed', 'li', li, ['done', 'release']],
    ["is no colleague's", 'claimed', 'li', wang, []],
    ['is put back by a supervisor when its owner went home', 'claimed', 'li', chief, ['release']],
    ["is nobody's once it is done", 'done', 'li', li, []],
  ])('%s', (_, state, claimedBy, by, expected) => {
    expect(openTaskActions({ state, claimedBy }, by)).toEqual(expected);
  });
});

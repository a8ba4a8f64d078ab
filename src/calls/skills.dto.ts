import { AGENT_STATES } from '../domain/agent-life.js';
import { SKILLS, type Skill } from '../domain/call-facts.js';
import { Choices, MaybeShown, Shown } from '../platform/http/fields.js';

export class SkillsInput {
  @Choices(SKILLS, { description: 'At least one; an operator without any would get no call' }) skills!: Skill[];
}

/** Which calls an operator gets first. */
export class OperatorSkills {
  @Shown() username!: string;
  @Shown() name!: string;
  @Shown({ enum: AGENT_STATES }) state!: string;
  @Shown({ enum: SKILLS, isArray: true }) skills!: string[];
  @MaybeShown({ format: 'date-time', description: 'When somebody changed them last; never, where the city’s own count' })
  changedAt?: string;
  @MaybeShown() changedBy?: string;
}
export class OperatorSkillsPage {
  @Shown({ type: OperatorSkills, isArray: true }) items!: OperatorSkills[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

export class SkillsChange {
  @Shown({ enum: SKILLS, isArray: true }) skills!: string[];
  @Shown({ format: 'date-time' }) at!: string;
  @Shown() by!: string;
}
export class SkillsHistory {
  @Shown({ type: SkillsChange, isArray: true }) items!: SkillsChange[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

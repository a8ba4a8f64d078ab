import { Codes, MaybeShown, Shown } from '../platform/http/fields.js';
import { BehaviourProposal } from './suggestions.dto.js';

/** The whole set; an empty list takes all away. */
export class CaseBehavioursInput {
  @Codes(20) codes!: string[];
}

export class NotedBehaviour {
  @Shown() code!: string;
  @Shown({ description: 'Version of the entry when it was noted' }) version!: number;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown({ format: 'date-time' }) at!: string;
  @MaybeShown() by?: string;
}

export class CaseBehavioursView {
  @Shown({ type: NotedBehaviour, isArray: true }) noted!: NotedBehaviour[];
  @Shown({ type: BehaviourProposal, isArray: true, description: 'What the catalogue holds at the category of the case' })
  proposed!: BehaviourProposal[];
}

import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import type { Lists } from './form-page.js';
import type { Voice } from './frame.js';

/** What the plain form offers: the groups with their leaves, and the departments that stand. */
@Injectable()
export class Catalogue {
  constructor(private readonly reference: Reference) {}

  /** What a department is called in the page's language; one that is gone has the name the case knows. */
  nameOf(code: string, { named }: Voice): string | undefined {
    const found = this.reference.departments.find((one) => one.code === code);
    return found && named(found);
  }

  lists(): Lists {
    const { departments } = this.reference;
    const categories = this.reference.categories.filter(({ code }) => this.reference.isOffered(code));
    const below = (code: string) => categories.filter(({ parentCode }) => parentCode === code);
    const groups = categories.filter(({ parentCode }) => parentCode === null);
    return {
      groups: groups.map((group) => {
        const leaves = below(group.code);
        return { ...group, leaves: leaves.length > 0 ? leaves : [group] };
      }),
      departments: departments.filter(({ active }) => active),
    };
  }
}

import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { For, Public } from '../platform/http/access.js';
import { type CategoryEntry, type DepartmentEntry, Reference } from './reference.js';
import { CategoryView, DepartmentView } from './department.views.js';

const viewOf = ({ code, name, nameEn, parentCode, kind, phone, hours }: DepartmentEntry): DepartmentView => ({
  ...{ code, name, nameEn, kind },
  ...(parentCode ? { parentCode } : {}),
  ...(phone ? { phone } : {}),
  ...(hours ? { hours } : {}),
});

@Controller()
export class DepartmentsController {
  constructor(private readonly reference: Reference) {}

  @For()
  @Get('departments')
  @ApiOkResponse({ type: DepartmentView, isArray: true })
  all(): DepartmentView[] {
    return this.reference.departments.filter(({ active }) => active).map(viewOf);
  }

  @Public()
  @Get('public/departments')
  @ApiOkResponse({ type: DepartmentView, isArray: true })
  published(): DepartmentView[] {
    return this.all();
  }

  @For()
  @Get('categories')
  @ApiOkResponse({ type: CategoryView, isArray: true })
  tree(): CategoryView[] {
    return childrenOf(null, this.reference.categories);
  }

  @Public()
  @Get('public/categories')
  @ApiOkResponse({ type: CategoryView, isArray: true })
  publishedTree(): CategoryView[] {
    return this.tree();
  }
}

function childrenOf(parent: string | null, all: readonly CategoryEntry[]): CategoryView[] {
  return all
    .filter(({ parentCode }) => parentCode === parent)
    .map(({ code, name, nameEn, help, helpEn, flags }) => ({
      code,
      name,
      nameEn,
      ...(help ? { help } : {}),
      ...(helpEn ? { helpEn } : {}),
      ...flags,
      children: childrenOf(code, all),
    }));
}

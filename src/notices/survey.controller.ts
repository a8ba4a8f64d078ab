import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../platform/http/access.js';
import { SurveyInput, SurveyLookInput, SurveyView } from './survey.dto.js';
import { Surveys } from './surveys.js';

/** The survey behind a link: no account, only the token. */
@Public()
@Controller('public/survey')
export class SurveyController {
  constructor(private readonly surveys: Surveys) {}

  @Post('look')
  @HttpCode(200)
  @ApiOkResponse({ type: SurveyView })
  look(@Body() { token }: SurveyLookInput, @Req() { ip }: FastifyRequest): Promise<SurveyView> {
    return this.surveys.look(token, ip);
  }

  @Post()
  @ApiCreatedResponse({ type: SurveyView })
  async answer(@Body() body: SurveyInput, @Req() { ip }: FastifyRequest): Promise<SurveyView> {
    await this.surveys.answer(body, ip);
    return this.surveys.look(body.token, ip);
  }
}

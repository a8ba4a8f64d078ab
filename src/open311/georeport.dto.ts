import { MaybeShown, Shown } from '../platform/http/fields.js';
import { ATTRIBUTES } from './settings.js';

/** What the standard's answers hold, for the API document. Source: GeoReport v2. */
const Empty = () => Shown({ type: String, nullable: true, description: 'Always null here' });

export class ServiceView {
  @Shown() service_code!: string;
  @Shown() service_name!: string;
  @Shown({ type: String, nullable: true }) description!: string | null;
  @Shown() metadata!: boolean;
  @Shown({ enum: ['batch'] }) type!: string;
  @Shown({ type: String, nullable: true }) keywords!: string | null;
  @Shown({ type: String, nullable: true }) group!: string | null;
}

export class AttributeValueView {
  @Shown() key!: string;
  @Shown() name!: string;
}
export class AttributeView {
  @Shown() variable!: boolean;
  @Shown({ enum: ATTRIBUTES }) code!: string;
  @Shown({ enum: ['string', 'number', 'datetime', 'singlevaluelist'] }) datatype!: string;
  @Shown() required!: boolean;
  @Shown({ type: String, nullable: true }) datatype_description!: string | null;
  @Shown() order!: number;
  @Shown() description!: string;
  @Shown({ type: AttributeValueView, isArray: true, nullable: true }) values!: AttributeValueView[] | null;
}
export class DefinitionView {
  @Shown() service_code!: string;
  @Shown({ type: AttributeView, isArray: true }) attributes!: AttributeView[];
}

/** The form of a new request; `attribute[code]` for each attribute of the service beside these. */
export class FilingInput {
  @Shown() api_key!: string;
  @Shown() service_code!: string;
  @Shown({ maxLength: 10_000 }) description!: string;
  @MaybeShown() jurisdiction_id?: string;
  @MaybeShown() address_string?: string;
  @MaybeShown() lat?: string;
  @MaybeShown() long?: string;
  @MaybeShown() address_id?: string;
  @MaybeShown() first_name?: string;
  @MaybeShown() last_name?: string;
  @MaybeShown() phone?: string;
  @MaybeShown() email?: string;
  @MaybeShown({ description: 'Kept as words, never fetched' }) media_url?: string;
}
export class FiledView {
  @MaybeShown({ description: 'For tokens/{token}; absent when nothing was kept' }) token?: string;
  @Shown({ description: 'Case number and tracking code for the complainant, shown this once' }) service_notice!: string;
  @Empty() account_id!: string | null;
}
export class TokenView {
  @Shown() token!: string;
  @Shown({ type: String, nullable: true, description: 'Null until the reply is public' }) service_request_id!: string | null;
}

export class ServiceRequestView {
  @Shown() service_request_id!: string;
  @Shown({ enum: ['open', 'closed'] }) status!: string;
  @Shown() status_notes!: string;
  @Shown() service_name!: string;
  @Shown() service_code!: string;
  @Empty() description!: string | null;
  @Shown({ type: String, nullable: true }) agency_responsible!: string | null;
  @Empty() service_notice!: string | null;
  @Shown({ format: 'date-time' }) requested_datetime!: string;
  @Shown({ format: 'date-time' }) updated_datetime!: string;
  @Shown({ type: String, nullable: true, format: 'date-time' }) expected_datetime!: string | null;
  @Shown({ type: String, nullable: true, description: 'The district' }) address!: string | null;
  @Empty() address_id!: string | null;
  @Empty() zipcode!: string | null;
  @Empty() lat!: string | null;
  @Empty() long!: string | null;
  @Empty() media_url!: string | null;
}

export class EndpointView {
  @Shown() specification!: string;
  @Shown({ format: 'uri' }) url!: string;
  @Shown({ format: 'date-time' }) changeset!: string;
  @Shown({ enum: ['production'] }) type!: string;
  @Shown({ type: [String] }) formats!: string[];
}
export class DiscoveryView {
  @Shown({ format: 'date-time' }) changeset!: string;
  @Shown() contact!: string;
  @Shown({ format: 'uri' }) key_service!: string;
  @Shown({ type: EndpointView, isArray: true }) endpoints!: EndpointView[];
}

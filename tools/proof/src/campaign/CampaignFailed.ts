import { Data } from "effect"

/** A claim doesn't hold; the report says which. */
export class CampaignFailed extends Data.TaggedError("CampaignFailed") {}

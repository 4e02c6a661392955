import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import { BodyLimit } from "../BodyLimit.ts"
import { UnknownWorkspaceProblem } from "../problems/incidentProblems.ts"
import { bodyTaking } from "../problems/Problem.ts"
import { NotAllowedProblem, TooManyRequestsProblem } from "../problems/requestProblems.ts"
import { IncidentIdOnWire } from "../values/Ids.ts"
import { SentinelHookBody } from "./SentinelHookBody.ts"

/** Bytes. A trigger's body carries the incident's alerts and entities with all that is known of them. */
const triggerLimit = 8 * 1_024 * 1_024

const sentinel = HttpApiEndpoint.post("sentinel", "/v1/hooks/sentinel", {
  payload: SentinelHookBody,
  success: Schema.Struct({ incidentId: IncidentIdOnWire })
    .annotate({ identifier: "HookTaken" })
    .pipe(HttpApiSchema.status(202)),
  error: [...bodyTaking, NotAllowedProblem, UnknownWorkspaceProblem, TooManyRequestsProblem]
})
  .annotate(OpenApi.Summary, "Say that an incident changed")
  .annotate(
    OpenApi.Description,
    "For a playbook that an automation rule starts; its managed identity needs the app role Incident.Notify or" +
      " Incident.ReadWrite. The incident is read soon afterward and its team follows; nothing in the body is believed" +
      " but which incident is meant. However many come for one incident, one read is under way and one waiting." +
      " Needs no Idempotency-Key: saying it twice changes nothing."
  )
  .annotate(BodyLimit, triggerLimit)

/** What others tell us. */
export const HooksGroup = HttpApiGroup.make("hooks")
  .add(sentinel)
  .middleware(Authentication)
  .annotate(OpenApi.Title, "Hooks")

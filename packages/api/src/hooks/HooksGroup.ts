import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import { BodyLimit } from "../BodyLimit.ts"
import { UnknownWorkspaceProblem } from "../problems/incidentProblems.ts"
import { bodyTaking } from "../problems/Problem.ts"
import { NotAllowedProblem, TooManyRequestsProblem } from "../problems/requestProblems.ts"
import { IncidentIdOnWire } from "../values/Ids.ts"
import { SentinelHookBody } from "./SentinelHookBody.ts"

/** Bytes. The body of a trigger contains the incident's alerts and entities in full. */
const triggerLimit = 8 * 1_024 * 1_024

const sentinel = HttpApiEndpoint.post("sentinel", "/v1/hooks/sentinel", {
  payload: SentinelHookBody,
  success: Schema.Struct({ incidentId: IncidentIdOnWire })
    .annotate({ identifier: "HookAccepted" })
    .pipe(HttpApiSchema.status(202)),
  error: [...bodyTaking, NotAllowedProblem, UnknownWorkspaceProblem, TooManyRequestsProblem]
})
  .annotate(OpenApi.Summary, "Report a changed incident")
  .annotate(
    OpenApi.Description,
    "For a playbook that an automation rule starts. Its managed identity needs the app role Incident.Notify or" +
      " Incident.ReadWrite. The server reads the incident from Sentinel soon afterward and updates its team; only the" +
      " incident's ID is taken from the body. Several reports of one incident are combined. No Idempotency-Key is" +
      " needed: reporting an incident twice has no further effect."
  )
  .annotate(BodyLimit, triggerLimit)

/** Notifications from other systems. */
export const HooksGroup = HttpApiGroup.make("hooks")
  .add(sentinel)
  .middleware(Authentication)
  .annotate(OpenApi.Title, "Hooks")
  .annotate(OpenApi.Description, "Notifications from Microsoft Sentinel.")

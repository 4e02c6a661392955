import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import { SentinelForbidsProblem } from "../problems/incidentProblems.ts"
import {
  DirectoryUnavailableProblem,
  SentinelUnavailableProblem,
  StoreUnavailableProblem
} from "../problems/requestProblems.ts"
import { Me } from "./Me.ts"

const get = HttpApiEndpoint.get("get", "/v1/me", {
  success: Me,
  error: [SentinelForbidsProblem, SentinelUnavailableProblem, DirectoryUnavailableProblem, StoreUnavailableProblem]
})
  .annotate(OpenApi.Summary, "Get the caller and their permissions")
  .annotate(
    OpenApi.Description,
    "Returns the caller's permissions on each workspace whose incidents they may read, the access requests that wait for" +
      " their decision, and the results of their own requests. A missing right is described as in a 403 response, so that a client can show it before the attempt. Recently granted rights may take some minutes to appear."
  )

export const MeGroup = HttpApiGroup.make("me")
  .add(get)
  .middleware(Authentication)
  .annotate(OpenApi.Title, "Me")
  .annotate(OpenApi.Description, "The caller and their permissions.")

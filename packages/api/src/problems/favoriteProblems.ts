import { Schema } from "effect"
import { HttpApiError } from "effect/http-api"
import { inWords } from "./inWords.ts"

/** 409: the caller has the maximum number of favorites. */
export class TooManyFavoritesProblem extends HttpApiError.Problem<TooManyFavoritesProblem>()(
  "TooManyFavoritesProblem",
  { type: "/problems/too-many-favorites", status: 409, title: "Too many favorites" },
  { ...inWords, limit: Schema.Int }
) {}

/** 404: the directory has no such person or group. */
export class UnknownPrincipalProblem extends HttpApiError.Problem<UnknownPrincipalProblem>()(
  "UnknownPrincipalProblem",
  { type: "/problems/unknown-principal", status: 404, title: "Person or group not found" },
  inWords
) {}

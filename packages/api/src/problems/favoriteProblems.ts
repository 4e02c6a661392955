import { Schema } from "effect"
import { HttpApiError } from "effect/http-api"
import { inWords } from "./inWords.ts"

/** 409: no further favorite fits. */
export class TooManyFavoritesProblem extends HttpApiError.Problem<TooManyFavoritesProblem>()(
  "TooManyFavoritesProblem",
  { type: "/problems/too-many-favorites", status: 409, title: "There is no room for another favorite" },
  { ...inWords, limit: Schema.Int }
) {}

/** 404: the directory doesn't know this person or group. */
export class UnknownPrincipalProblem extends HttpApiError.Problem<UnknownPrincipalProblem>()(
  "UnknownPrincipalProblem",
  { type: "/problems/unknown-principal", status: 404, title: "The directory doesn't know this person or group" },
  inWords
) {}

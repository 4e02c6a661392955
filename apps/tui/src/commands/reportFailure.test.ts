import { IncidentNotFoundProblem, InvalidIncidentChangeProblem } from "@incident-teams/api/problems/incidentProblems"
import { UnauthenticatedProblem } from "@incident-teams/api/problems/requestProblems"
import { expect, it } from "vitest"
import { textOf } from "./reportFailure.ts"

const said = { detail: "It's wrong.", remedy: "Mend it." }

it("names the argument or flag that is at fault, and no part of the request", () => {
  expect(textOf(new IncidentNotFoundProblem({ ...said, field: "incidentId" }))).toContain("\n  Argument: <incident>\n")
  const change = { ...said, field: "status" }
  const several = [
    { field: "classificationReason", problem: "Odd." },
    { field: "", problem: "Nothing changes." }
  ] as const
  expect(textOf(new InvalidIncidentChangeProblem({ ...change, errors: several }))).toContain(
    "\n  --reason: Odd.\n  Nothing changes.\n"
  )
  expect(textOf(new UnauthenticatedProblem({ ...said, field: "Authorization" }))).not.toContain("Authorization")
})

import { expect, it } from "vitest"
import { defenderIdOf } from "./defenderIdOf.ts"

it.each([
  ["Microsoft XDR", "4711", "4711"],
  ["Microsoft 365 Defender", "4711", "4711"],
  ["Microsoft XDR", undefined, undefined],
  ["Azure Sentinel", "1042", undefined],
  [undefined, "1042", undefined]
])("the id in Microsoft Defender of an incident of %s with the provider's id %s: %s", (name, id, defenderId) => {
  expect(
    defenderIdOf({
      ...(name === undefined ? {} : { providerName: name }),
      ...(id === undefined ? {} : { providerIncidentId: id })
    })
  ).toBe(defenderId)
})

import { expect, it } from "vitest"
import { effectivePartitionKey } from "./effectivePartitionKey.ts"

// As @azure/cosmos 4.10.1 hashes them.
it.each([
  [["redmond"], "22E342F38A486A088463DFF7838A5963"],
  [[""], "32E9366E637A71B4E710384B2F4970A0"],
  [["é€😀"], "23C529E839B5720BFB9001DF68875EA9"],
  [["7a1e0000-0000-4000-8000-00000000000a"], "3DDB1FFA200950BDB5A02FE482382C1B"],
  [[5], "19C08621B135968252FB34B4CF66F811"],
  [[5.123_124_190_509_124], "0EF2E2D82460884AF0F6440BE4F726A8"],
  [[-0], "3D018BB1DF3DB27235766E81FD10406E"],
  [[true], "0E711127C5B5A8E4726AC6DD306A3E59"],
  [[false], "2FE1BE91E90A3439635E0E9E37361EF2"],
  [[null], "378867E4430E67857ACE5C908374FE16"],
  [[{}], "11622DAA78F835834610ABE56EFF5CB5"],
  [["x".repeat(5_000)], "0DF254EE8ADB927438B173A64C93F2FE"]
])("the key %j is where every client knows it to be", (values, expected) => {
  expect(effectivePartitionKey(values, "Hash")).toBe(expected)
})

it("a hierarchical key is the hashes of its levels, one behind the other", () => {
  const levels = ["a", "b"].map((value) => effectivePartitionKey([value], "Hash"))
  expect(effectivePartitionKey(["a", "b"], "MultiHash")).toBe(levels.join(""))
})

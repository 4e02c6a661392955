import { describe, expect, it } from "vitest"
import { CosmosFailure } from "../CosmosFailure.ts"
import { hasCompositeIndex, isIndexed, readIndexingPolicy } from "./indexingPolicy.ts"

const paths = (...names: ReadonlyArray<string>) => names.map((path) => ({ path }))

describe("which properties are in the index", () => {
  const only = readIndexingPolicy({
    includedPaths: paths("/dueAt/?", "/members/[]/?", "/a/*", "/a/b/c/?"),
    excludedPaths: paths("/*", "/a/b/*")
  })

  it.each([
    ["dueAt", true],
    ["dueAt/deeper", false],
    ["other", false],
    ["members/[]", true],
    ["members", false],
    ["a", true],
    ["a/x/y", true],
    ["a/b", false],
    ["a/b/d", false],
    ["a/b/c", true],
    ["id", true],
    ["_ts", true],
    ["_etag", false]
  ])("%s: %s, the more precise path decides", (property, expected) => {
    expect(isIndexed(only, property.split("/"))).toBe(expected)
  })

  it("all, where the container says nothing, but for the etag", () => {
    const usual = readIndexingPolicy(undefined)
    expect(isIndexed(usual, ["anything", "at", "all"])).toBe(true)
    expect(isIndexed(usual, ["_etag"])).toBe(false)
  })

  it("none without an index", () => {
    expect(isIndexed(readIndexingPolicy({ indexingMode: "none", automatic: false }), ["id"])).toBe(false)
  })
})

describe("a composite index", () => {
  const policy = readIndexingPolicy({
    includedPaths: paths("/*"),
    compositeIndexes: [[{ path: "/a" }, { path: "/b", order: "descending" }]]
  })
  const up = "ascending"
  const down = "descending"

  it.each([
    [
      [
        ["/a", up],
        ["/b", down]
      ],
      true
    ],
    [
      [
        ["/a", down],
        ["/b", up]
      ],
      true
    ],
    [
      [
        ["/a", up],
        ["/b", up]
      ],
      false
    ],
    [
      [
        ["/b", down],
        ["/a", up]
      ],
      false
    ],
    [[["/a", up]], false]
  ] as const)("serves %j: %s", (wanted, expected) => {
    expect(
      hasCompositeIndex(
        policy,
        wanted.map(([path, order]) => ({ path, order }))
      )
    ).toBe(expected)
  })
})

describe("policies that the service doesn't accept", () => {
  it.each([
    ["a path that isn't one", { includedPaths: paths("/*", "dueAt/?") }],
    ["a path without its end", { includedPaths: paths("/*", "/dueAt") }],
    ["no word on the root", { includedPaths: paths("/dueAt/?") }],
    ["a path twice", { includedPaths: paths("/*", "/a/?"), excludedPaths: paths("/a/?") }],
    ["a mode of its own", { indexingMode: "often", includedPaths: paths("/*") }],
    ["paths without an index", { indexingMode: "none", automatic: false, includedPaths: paths("/*") }],
    ["a composite index of one path", { includedPaths: paths("/*"), compositeIndexes: [[{ path: "/a" }]] }],
    ["a composite path with an end", { includedPaths: paths("/*"), compositeIndexes: [paths("/a/?", "/b")] }],
    [
      "an order that is none",
      { includedPaths: paths("/*"), compositeIndexes: [[{ path: "/a", order: "up" }, { path: "/b" }]] }
    ]
  ])("%s", (_, policy) => {
    expect(() => readIndexingPolicy(policy)).toThrow(CosmosFailure)
  })
})

/** What `provision` makes, and `docs/how-to/cosmos.bicep` says again: each path that is queried, and no other. */
export interface ContainerPlan {
  readonly id: string
  readonly partitionKey: { readonly paths: Array<string>; readonly version: 2 }
  /** -1: items that name a time to live expire, the others stay. */
  readonly defaultTtl?: -1
  readonly indexingPolicy: {
    readonly indexingMode: "consistent"
    readonly automatic: true
    readonly includedPaths: Array<{ readonly path: string }>
    readonly excludedPaths: Array<{ readonly path: string }>
  }
}

const indexed = (...paths: ReadonlyArray<string>): ContainerPlan["indexingPolicy"] => ({
  indexingMode: "consistent",
  automatic: true,
  includedPaths: paths.map((path) => ({ path: `/${path}/?` })),
  excludedPaths: [{ path: "/*" }]
})

/** A team and everything about it are one partition, so that one batch can write all of it. */
export const teamsContainer: ContainerPlan = {
  id: "teams",
  partitionKey: { paths: ["/team"], version: 2 },
  defaultTtl: -1,
  indexingPolicy: indexed(
    // A partition key isn't indexed by itself, and queries within a partition name it.
    "team",
    // Claims.
    "claimableAt",
    "schemaVersion",
    // Lists.
    "listedAt",
    "workspace",
    "phase",
    "blocked",
    "gone",
    "access",
    "delayed",
    // Within a partition: history and people.
    "last",
    "chunk"
  )
}

/** Small things that are read by their id alone: favorites of a person, how far a workspace was read, ended sessions. */
export const usersContainer: ContainerPlan = {
  id: "users",
  partitionKey: { paths: ["/owner"], version: 2 },
  defaultTtl: -1,
  indexingPolicy: indexed("owner")
}

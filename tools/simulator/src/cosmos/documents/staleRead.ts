import type { ContainerRecord } from "../../platform/CosmosState.ts"
import type { CosmosContext } from "../CosmosCall.ts"
import { readSessionNotAvailable } from "../CosmosFailure.ts"
import { latestLsn, seenUpTo } from "../session.ts"
import { type Replica, replicaBehind } from "./Replicas.ts"

/**
 * The replica that a read meets: the latest, unless a fault sends it to one that is behind. A session token still
 * gets what its bearer has seen, because the gateway then asks another replica. 404/1002 when no replica has seen
 * that much: the token is one of another container that had this name.
 */
export const replicaFor = (c: CosmosContext, container: ContainerRecord, range: number): Replica | undefined => {
  const seen = seenUpTo(c.req.header("x-ms-session-token"), range)
  if (seen > latestLsn(container, range)) throw readSessionNotAvailable()
  const stale = c.get("faults").find((fault) => fault.kind === "stale")
  if (!stale) return undefined
  const replica = replicaBehind(container, range, stale.commits ?? 1)
  return seen > replica.lsn ? undefined : replica
}

/**
 * What a process is for: answering callers (`api`), working on teams and following incidents (`worker`), or both. All
 * processes of an installation share one store.
 */
export const roles = ["all", "api", "worker"] as const
export type Role = (typeof roles)[number]

import { describeLives } from "./describeLives.ts"

// lives.exhaustive.test.ts has more.
describeLives(40)

import { describeLives } from "./describeLives.ts"

describeLives(160)

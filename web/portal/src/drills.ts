/** Decryption checks: whether an expert's phone still opens what is encrypted for them, asked before it matters. */
import express, { type Request } from "express";

import type { DrillService } from "./drill_service.js";
import { viewOf } from "./language.js";
import { drillPage } from "./pages/drills.js";
import { Problem } from "./problem.js";
import { qrPicture } from "./qr.js";
import type { SignedInExpert } from "./session.js";

/** What the session remembers of a check. */
export interface BegunDrill {
  id: string;
  link: string;
}

export function drillRoutes(
  service: DrillService,
  signedIn: (request: Request) => SignedInExpert,
): express.Router {
  const router = express.Router();

  function begun(request: Request): BegunDrill {
    signedIn(request);
    const found = request.session.drills?.find((drill) => drill.id === request.params["id"]);
    if (found === undefined) throw new Problem(404, "drill.unknown", "/expert");
    return found;
  }

  router.post("/", async (request, response) => {
    const drill = await service.begin(signedIn(request), viewOf(request).language);
    request.session.drills = [...(request.session.drills ?? []), drill].slice(-20);
    response.redirect(303, `/drills/${drill.id}`);
  });

  router.get("/:id", async (request, response) => {
    const { id, link } = begun(request);
    const view = viewOf(request);
    const drill = await service.look(id, view.language);
    response.send(drillPage(view, id, drill, await qrPicture(link)));
  });

  router.get("/:id/state", async (request, response) => {
    const { language, texts } = viewOf(request);
    const { state } = await service.look(begun(request).id, language);
    response.json({ state, notice: texts.drills.states[state] });
  });
  return router;
}

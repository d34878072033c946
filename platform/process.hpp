// What a server process does first and how it is told to end.
#pragma once

namespace palmkey::platform {

// No core dumps, no other process of the user may read this one's memory (PR_SET_DUMPABLE), files are made
// for the owner only (umask 077), SIGPIPE is ignored. Call first in main.
void harden_process();

// From now on SIGINT and SIGTERM do not end the process; wait_for_stop() returns instead. Call before any
// thread is started.
void catch_stop_signals();
// Waits for SIGINT or SIGTERM.
void wait_for_stop();

}  // namespace palmkey::platform

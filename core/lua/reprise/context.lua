-- reprise.context: what this run is about; filled by command.run before the script starts.
--   script            its path as typed           script_name       "kuno2018"
--   script_directory  real path of its folder     results           real path of the folder for this run
--   only              {fig3 = true} or nil        set               {name = text}
--   arguments         words behind "--"           trust, quiet      booleans
--   seed, threads     whole numbers               read              real paths of the folders of --read
--   interactive       true at a prompt, where things are defined again and figures drawn at once

local M = { set = {}, arguments = {}, read = {}, trust = false, quiet = false, seed = 1, threads = 1 }

local last_acts = {}

-- f() runs once after the script's last line, as part of the script; test libraries conclude there.
function M.at_end(f)
  last_acts[#last_acts + 1] = f
end

function M.run_last_acts()
  for _, act in ipairs(last_acts) do act() end
end

return M

# Copies the tests beside the build, so that node_modules stay out of the source tree, and installs
# the pinned packages if they are not there yet.
file(GLOB files ${SOURCE}/*.mjs ${SOURCE}/package.json ${SOURCE}/package-lock.json)
file(GLOB old ${RUN}/*.mjs)
if(old)
  file(REMOVE ${old})
endif()
file(REMOVE_RECURSE ${RUN}/page)
file(COPY ${files} ${SOURCE}/page DESTINATION ${RUN})

file(SHA256 ${SOURCE}/package-lock.json wanted)
set(stamp ${RUN}/node_modules/.installed)
if(EXISTS ${stamp})
  file(READ ${stamp} installed)
  if(installed STREQUAL wanted)
    return()
  endif()
endif()
execute_process(COMMAND ${NPM} ci --no-audit --no-fund --ignore-scripts
  WORKING_DIRECTORY ${RUN} RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "npm ci failed")
endif()
file(WRITE ${stamp} ${wanted})

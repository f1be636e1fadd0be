# Runs lupdate on copies of the .ts files and fails if it finds a text that has no translation yet,
# or a translation whose text is gone.
foreach(language es en)
  set(copy ${WORK}/ventanilla_${language}.ts)
  configure_file(${SOURCE}/resources/i18n/ventanilla_${language}.ts ${copy} COPYONLY)
  execute_process(
    # It reads the headers for the namespaces that the texts stand in.
    COMMAND ${LUPDATE} -locations none -extensions cpp,h -I ${SOURCE} -I ${SOURCE}/shared
      ${SOURCE}/shared/widgets ${SOURCE}/admin-client ${SOURCE}/user-client -ts ${copy}
    RESULT_VARIABLE failed OUTPUT_QUIET ERROR_VARIABLE words)
  if(failed)
    message(FATAL_ERROR "lupdate: ${words}")
  endif()
  file(STRINGS ${copy} stale REGEX "type=\"(unfinished|vanished|obsolete)\"")
  if(stale)
    message(FATAL_ERROR "${language}: run the target update_translations and translate: ${stale}")
  endif()
endforeach()

# knowledge.pack and lang.model beside the program: the knowledge files and the gazetteer compiled into one mapped file.
file(GLOB_RECURSE DECONFLICT_KNOWLEDGE CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/knowledge/*")
file(GLOB DECONFLICT_GAZETTEER_LOCK CONFIGURE_DEPENDS "${DECONFLICT_GAZETTEER_DIR}/package-lock.json")
set(DECONFLICT_DATA_DIR "${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
add_custom_command(
  OUTPUT "${DECONFLICT_DATA_DIR}/knowledge.pack"
  COMMAND deconflict knowledge build --from "${CMAKE_SOURCE_DIR}/knowledge" --gazetteer "${DECONFLICT_GAZETTEER_DIR}" --into "${DECONFLICT_DATA_DIR}/knowledge.pack"
  DEPENDS deconflict ${DECONFLICT_KNOWLEDGE} ${DECONFLICT_GAZETTEER_LOCK}
  COMMENT "Compiling knowledge and gazetteer")
add_custom_command(
  OUTPUT "${DECONFLICT_DATA_DIR}/lang.model"
  COMMAND ${CMAKE_COMMAND} -E copy "${CMAKE_SOURCE_DIR}/models/lang.model" "${DECONFLICT_DATA_DIR}/lang.model"
  DEPENDS "${CMAKE_SOURCE_DIR}/models/lang.model")
add_custom_target(data ALL DEPENDS "${DECONFLICT_DATA_DIR}/knowledge.pack" "${DECONFLICT_DATA_DIR}/lang.model")

# What an installation has besides program, plugins and header: their licence, and how others find them.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(REPRISE_PLUGIN_FOLDER ${CMAKE_INSTALL_LIBDIR}/reprise/plugins)
set(REPRISE_PROGRAM ${CMAKE_INSTALL_BINDIR}/reprise)

# The .pc file finds its prefix from where it lies, so that an installation may be moved.
file(RELATIVE_PATH to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/reprise.pc.in ${CMAKE_BINARY_DIR}/reprise.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/reprise.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

set(config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/Reprise)
configure_package_config_file(cmake/RepriseConfig.cmake.in ${CMAKE_BINARY_DIR}/RepriseConfig.cmake
  INSTALL_DESTINATION ${config_folder} PATH_VARS CMAKE_INSTALL_INCLUDEDIR REPRISE_PLUGIN_FOLDER REPRISE_PROGRAM)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/RepriseConfigVersion.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${CMAKE_BINARY_DIR}/RepriseConfig.cmake ${CMAKE_BINARY_DIR}/RepriseConfigVersion.cmake
  DESTINATION ${config_folder})

install(FILES core/include/reprise/LICENSE DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/reprise)

# The guides keep their folders, so that the links between them lead somewhere.
install(FILES LICENSE README.md DESTINATION ${CMAKE_INSTALL_DOCDIR} OPTIONAL)
foreach(part scripts/README.md papers/README.md plugins/README.md tests/bench/README.md results/kuno2018/figures/fig1.svg)
  get_filename_component(folder ${part} DIRECTORY)
  install(FILES ${part} DESTINATION ${CMAKE_INSTALL_DOCDIR}/${folder} OPTIONAL)
endforeach()
install(DIRECTORY scripts/examples DESTINATION ${CMAKE_INSTALL_DOCDIR}/scripts FILES_MATCHING PATTERN "*.lua")
install(DIRECTORY docs/decisions DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs FILES_MATCHING PATTERN "*.md")
